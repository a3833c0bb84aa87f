using Profiles.Core.Events;
using Profiles.Core.Units;
using Profiles.Storage.EventLog;
using static Profiles.Analytics.Tests.SomeRecords;

namespace Profiles.Analytics.Tests;

public sealed class LogFollowerTests
{
    private static readonly AnalyticsOptions Quick = new()
    {
        BatchRecords = 16, FlushInterval = TimeSpan.FromMilliseconds(1), MaxRetryDelay = TimeSpan.FromMilliseconds(1),
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CatchUp_WhenWritesFailBeforeAndAfterTheirCommit_WritesEachRecordOnce()
    {
        await using var log = new TestLog();
        await using var test = new SqliteTestStore();
        await log.AppendAsync(SomeEvents(500));
        var chance = new Random(3);

        var failures = 0;
        while (true)
        {
            // A process that dies: the next one knows only what the tables say.
            await using var store = new FlakyStore(test.Create(Quick), chance, failuresOfTen: 2);
            using var follower = log.Follow(store, Quick);
            try
            {
                await follower.CatchUpAsync(Cancellation);
                break;
            }
            catch (IOException)
            {
                failures++;
            }
        }

        Assert.True(failures > 3, $"Only {failures} failures were met.");
        Assert.Equal(["500|500"], await test.ReadAsync("select count(*), count(distinct event_key) from outcomes"));
        Assert.Equal(["500"], await test.ReadAsync("select count(*) from exposures"));
    }

    [Fact]
    public async Task Run_WhenPartitionsChangeHands_WritesEachRecordOnce()
    {
        await using var log = new TestLog();
        await using var test = new SqliteTestStore();
        await using var store = test.Create(Quick);
        var owner = 0;
        using var first = log.Follow(store, Quick, share: new SwitchedShare(log.Folder, _ => owner == 0));
        using var second = log.Follow(store, Quick, share: new SwitchedShare(log.Folder, _ => owner == 1));
        await first.StartAsync(Cancellation);
        await second.StartAsync(Cancellation);

        for (var round = 1; round <= 20; round++)
        {
            await log.AppendAsync(SomeEvents(10, round * 10));
            Volatile.Write(ref owner, round % 2);
        }

        while (await test.ReadAsync("select count(*) from outcomes") is not ["200"])
            await Task.Delay(5, Cancellation);
        Assert.Equal(["200|200"], await test.ReadAsync("select count(*), count(distinct event_key) from outcomes"));
        await first.StopAsync(Cancellation);
        await second.StopAsync(Cancellation);
    }

    [Fact]
    public async Task Run_WhenTheStoreFails_SaysSoAndGoesOnOnceItDoesNot()
    {
        await using var log = new TestLog();
        await using var test = new SqliteTestStore();
        await log.AppendAsync(SomeEvents(10));
        var time = new StoppedTime();
        var isAway = true;
        var slow = new AnalyticsOptions();
        var store = new SwitchedStore(test.Create(slow), () => isAway);
        using var follower = log.Follow(store, slow, time);

        await follower.StartAsync(Cancellation);
        await time.WaitForWaitersAsync(2, Cancellation);
        Assert.False(follower.Health.IsHealthy);
        Assert.Contains("the store is away", follower.Health.Reason, StringComparison.Ordinal);
        Assert.Equal(20, follower.LagOf(0) + follower.LagOf(1));

        isAway = false;
        time.Release();
        await time.WaitForWaitersAsync(2, Cancellation);
        Assert.True(follower.Health.IsHealthy, follower.Health.Reason);
        await follower.StopAsync(Cancellation);
        await store.DisposeAsync();
        Assert.Equal(["10"], await test.ReadAsync("select count(*) from outcomes"));
    }

    [Fact]
    public async Task Retention_WhenTheFollowerIsBehind_WaitsForIt()
    {
        await using var log = new TestLog(
            new EventLogOptions { SegmentBytes = 64 << 10, GrowthBytes = 64 << 10, RetentionBytes = 0 });
        await using var test = new SqliteTestStore();
        var isAway = true;
        var store = new SwitchedStore(test.Create(Quick), () => isAway);
        using var follower = log.Follow(store, Quick);
        var ofAnn = log.Partitions[User("ann").Partition(log.Partitions.Count)];
        for (var i = 0; i < 20; i++)
        {
            await log.AppendAsync(
                [.. Enumerable.Range(0, 100).Select(n => Exposed(User("ann"), $"v{i}-{n}", Start + i))]);
            ofAnn.ReleasePosition = ofAnn.LastSequence;
        }

        await Assert.ThrowsAsync<IOException>(() => follower.CatchUpAsync(Cancellation));
        await log.AppendAsync(SomeEvents(1));
        Assert.Equal(1, ofAnn.FirstSequence);

        isAway = false;
        await follower.CatchUpAsync(Cancellation);
        while (ofAnn.FirstSequence == 1) await log.AppendAsync(Exposed(User("ann"), "last", Start));
        Assert.InRange(ofAnn.FirstSequence, 2, ofAnn.LastSequence);
        await store.DisposeAsync();
        Assert.Equal(
            ["2000"], await test.ReadAsync("select count(*) from exposures where unit = 'ann' and variant like 'v%'"));
    }

    private static (UnitKey Unit, UnitRecord Record)[] SomeEvents(int count, int first = 0) =>
    [
        .. Enumerable.Range(first, count).SelectMany(i => new[]
        {
            Exposed(User($"u{i}"), "blue", Start + i),
            Happened(User($"u{i % 7}"), $"e{i}", ViewingEventType.Play, Start + i),
        }),
    ];
}
