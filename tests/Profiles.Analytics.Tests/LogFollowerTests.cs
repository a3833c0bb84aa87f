using Profiles.Core.Events;
using Profiles.Core.Units;
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

    private static (UnitKey Unit, UnitRecord Record)[] SomeEvents(int count) =>
    [
        .. Enumerable.Range(0, count).SelectMany(i => new[]
        {
            Exposed(User($"u{i}"), "blue", Start + i),
            Happened(User($"u{i % 7}"), $"e{i}", ViewingEventType.Play, Start + i),
        }),
    ];
}
