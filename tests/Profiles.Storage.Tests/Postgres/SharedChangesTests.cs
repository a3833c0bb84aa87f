using System.Collections.Concurrent;
using Profiles.Analytics.Tests;
using Profiles.Storage.Postgres;

namespace Profiles.Storage.Tests.Postgres;

/// <summary>What one host changes, the others hear of.</summary>
public sealed class SharedChangesTests(PostgresServer server) : IAsyncLifetime
{
    private readonly TestCluster _test = new(server);
    private PostgresCluster? _cluster;

    public async ValueTask InitializeAsync() => _cluster = await _test.OpenAsync();

    public ValueTask DisposeAsync() => _test.DisposeAsync();

    [Fact]
    public async Task FollowAsync_WhenAnotherHostChangesSomething_TellsItsVersion()
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var heard = new BlockingCollection<(long Catalogue, long Segments)>();
        var following = new SharedChanges(_cluster!, TimeProvider.System).FollowAsync(
            versions =>
            {
                heard.Add((versions[SharedChanges.Catalogue], versions.GetValueOrDefault(SharedChanges.Segments)));
                return ValueTask.CompletedTask;
            },
            _ => { },
            ending.Token);
        Assert.Equal((0, 0), heard.Take(ending.Token));

        new PostgresContentStore(_cluster!).Upsert([new("a", new byte[] { 1 }, default)]);
        new PostgresSegmentStore(_cluster!).TryWrite(1, "{}"u8.ToArray());

        while (heard.Take(ending.Token) != (1, 1))
        {
        }

        await ending.CancelAsync();
        await following;
    }

    [Fact]
    public void TryWrite_WhenAnotherHostWasFirst_WritesNothing()
    {
        var (first, second) = (new PostgresSegmentStore(_cluster!), new PostgresSegmentStore(_cluster!));
        Assert.Null(second.Read());

        Assert.True(first.TryWrite(1, "one"u8.ToArray()));
        Assert.False(second.TryWrite(1, "other"u8.ToArray()));
        Assert.True(second.TryWrite(2, "two"u8.ToArray()));
        Assert.Equal("two"u8.ToArray(), first.Read());
    }
}
