using System.Buffers;
using Profiles.Analytics.Tests;
using Profiles.Storage.Postgres;
using Profiles.Storage.States;
using Profiles.Storage.Tests.States;

namespace Profiles.Storage.Tests.Postgres;

/// <summary>The suite of state stores on PostgreSQL, and what only several hosts could do.</summary>
public sealed class PostgresPartitionStatesTests(PostgresServer server) : PartitionStateStoreConformance, IAsyncLifetime
{
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(1);

    private TestCluster? _test;
    private PostgresCluster? _cluster;
    private PartitionLease? _lease;

    public async ValueTask InitializeAsync()
    {
        _test = new TestCluster(server);
        _cluster = await _test.OpenAsync();
        _lease = await TakeAsync("first");
    }

    public async ValueTask DisposeAsync()
    {
        if (_test is not null) await _test.DisposeAsync();
    }

    [Fact]
    public async Task Open_WhenStatesWereCommitted_HasThemAndThePosition()
    {
        await using (var store = OpenStates(_lease!))
        {
            store.Stage("a", "one"u8);
            await store.CommitAsync(7);
            store.Stage("a", "lost"u8);
        }

        await using var again = OpenStates(_lease!);

        Assert.Equal((7, 1), (again.CommittedPosition, again.Count));
        Assert.Equal("one"u8.ToArray(), await ReadAsync(again, "a"));
    }

    [Fact]
    public async Task Commit_WhenAnotherHostTookThePartition_WritesNothing()
    {
        await using var store = OpenStates(_lease!);
        store.Stage("a", "one"u8);
        await store.CommitAsync(1);
        await new PartitionLeases(_cluster!).ReleaseAsync(_lease!, TestContext.Current.CancellationToken);
        var later = await TakeAsync("second");
        await using var taken = OpenStates(later);
        taken.Stage("a", "two"u8);
        await taken.CommitAsync(2);

        store.Stage("a", "three"u8);
        store.Stage("b", "three"u8);
        await Assert.ThrowsAsync<PartitionLostException>(() => store.CommitAsync(3));

        await using var found = OpenStates(later);
        Assert.Equal((2, 1), (found.CommittedPosition, found.Count));
        Assert.Equal("two"u8.ToArray(), await ReadAsync(found, "a"));
    }

    [Fact]
    public async Task Commit_WhenTheDatabaseRefuses_IsWholeTheNextTime()
    {
        await using var store = OpenStates(_lease!);
        store.Stage("a", "one"u8);
        _test!.Run("alter table profiles_cluster.unit_states rename to away");
        await Assert.ThrowsAsync<StorageUnavailableException>(() => store.CommitAsync(1));
        Assert.False(store.Health.IsHealthy);
        _test.Run("alter table profiles_cluster.away rename to unit_states");
        store.Stage("b", "two"u8);

        await store.CommitAsync(2);

        Assert.True(store.Health.IsHealthy);
        await using var found = OpenStates(_lease!);
        Assert.Equal((2, 2), (found.CommittedPosition, found.Count));
    }

    protected override IPartitionStateStore Open()
    {
        _test!.Run("truncate profiles_cluster.unit_states");
        return OpenStates(_lease!);
    }

    private PostgresPartitionStates OpenStates(PartitionLease lease) =>
        PostgresPartitionStates.OpenAsync(_cluster!, lease, TestContext.Current.CancellationToken)
            .GetAwaiter().GetResult();

    private async Task<PartitionLease> TakeAsync(string owner)
    {
        var lease = await new PartitionLeases(_cluster!).TryTakeAsync(
            1, owner, Length, TestContext.Current.CancellationToken);
        Assert.NotNull(lease);
        return lease;
    }

    private static async Task<byte[]?> ReadAsync(PostgresPartitionStates store, string key)
    {
        var bytes = new ArrayBufferWriter<byte>();
        return await store.TryReadAsync(key, bytes, TestContext.Current.CancellationToken)
            ? bytes.WrittenSpan.ToArray()
            : null;
    }
}
