using Profiles.Contracts;
using Profiles.Core.Units;
using static Profiles.Streaming.Tests.TestPlatform;

namespace Profiles.Streaming.Tests;

public class PlatformTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("profiles-").FullName;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Profile_WhenReadWithTheToken_IncludesTheEvents()
    {
        await using var platform = await StartAsync(_path);

        var result = await platform.SendAsync(Event("e1", "ann", 1), Event("e2", "ann", 2), Event("e3", "bob", 3));

        Assert.Equal((3, 0), (result.Accepted, result.Duplicates));
        Assert.Equal(2, (await platform.ReadAsync(User("ann"), result.Token)).Counters.Events);
        Assert.Equal(1, (await platform.ReadAsync(User("bob"), result.Token)).Counters.Events);
    }

    [Fact]
    public async Task Profile_WhenManyClientsWriteAndRead_AlwaysIncludesWhatWasAcknowledged()
    {
        await using var platform = await StartAsync(_path);

        await Parallel.ForEachAsync(Enumerable.Range(0, 64), TestContext.Current.CancellationToken, async (client, _) =>
        {
            var user = $"user-{client}";
            for (var number = 1; number <= 50; number++)
            {
                var result = await platform.SendAsync(Event($"{client}-{number}", user, number));
                var profile = await platform.ReadAsync(User(user), result.Token);
                Assert.Equal(number, profile.Counters.Events);
            }
        });
    }

    [Fact]
    public async Task Ingestion_WhenAnEventComesAgain_SaysDuplicateAndCountsItOnce()
    {
        await using var platform = await StartAsync(_path);
        await platform.SendAsync(Event("e1", "ann", 1));

        var again = await platform.SendAsync(Event("e1", "ann", 1), Event("e2", "ann", 2), Event("e2", "ann", 2));

        Assert.Equal((1, 2), (again.Accepted, again.Duplicates));
        Assert.Equal(2, (await platform.ReadAsync(User("ann"), again.Token)).Counters.Events);
    }

    [Fact]
    public async Task Platform_WhenStoppedAndStarted_HasTheSameProfilesAndNothingToReplay()
    {
        ReadToken token;
        await using (var first = await StartAsync(_path))
        {
            token = (await first.SendAsync(
                [.. Enumerable.Range(0, 500).Select(n => Event($"e{n}", $"u{n % 50}", n))])).Token;
        }

        await using var second = await StartAsync(_path);
        Assert.All(second.Get<IPlatformStatus>().Read().Partitions, partition =>
        {
            Assert.Equal(partition.Appended, partition.Checkpointed);
            Assert.True(partition.Appended > 0);
        });
        Assert.Equal(10, (await second.ReadAsync(User("u7"), token)).Counters.Events);
        var again = await second.SendAsync(Event("e7", "u7", 7));
        Assert.Equal(1, again.Duplicates);
    }

    [Fact]
    public async Task Barrier_WhenTheTokenNamesWhatTheLogNeverHeld_SaysSo()
    {
        await using var platform = await StartAsync(_path);
        var barrier = platform.Get<IReadBarrier>();
        var token = TestContext.Current.CancellationToken;

        Assert.False(await barrier.WaitAsync(User("a"), new([new(0, 5)], false), TimeSpan.FromSeconds(5), token));
        Assert.False(await barrier.WaitAsync(User("a"), new([new(99, 0)], false), TimeSpan.FromSeconds(5), token));
    }

    [Fact]
    public virtual async Task Platform_WhenTheFolderIsInUse_RefusesNamingIt()
    {
        await using var platform = await StartAsync(_path);

        var exception = await Assert.ThrowsAnyAsync<Exception>(async () => await StartAsync(_path));

        Assert.Contains(_path, exception.Message, StringComparison.Ordinal);
    }

    protected virtual void Dispose(bool disposing) => Directory.Delete(_path, recursive: true);
}
