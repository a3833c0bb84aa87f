using Profiles.Core.Events;
using Profiles.Core.Folding;
using Profiles.Core.Units;
using static Profiles.Analytics.Tests.SomeRecords;

namespace Profiles.Analytics.Tests;

/// <summary>What every store does; each kind runs all of it.</summary>
public abstract class StoreConformance
{
    private const string Owners = "select unit_kind, unit, count(*) from outcomes group by unit_kind, unit "
        + "order by unit_kind, unit";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_WhenAnExposureComes_ShowsAllOfIt()
    {
        await using var test = NewStore();
        await using var store = await test.OpenAsync();

        var written = await store.WriteAsync(Run(1, 0, Exposed(User("ann"), "blue", Start + 1)), Cancellation);

        Assert.Equal((1, 0), (written!.Value.Exposures, written.Value.Outcomes));
        Assert.Equal(
            ["default|checkout|0|blue|ann|user|ann||id|ann|1767225600001|3|s1|tv|GB|0"],
            await test.ReadAsync(
                "select tenant, experiment, bucket_version, variant, unit, unit_kind, user_id, device_id, "
                + "hash_attribute, hash_value, occurred_at_ms, plan_version, slate_id, device, territory, is_multiple "
                + "from exposures"));
        Assert.Equal(
            ["2026-01-01T00:00:00.001Z|2026-01-01"],
            await test.ReadAsync("select occurred_at, day from exposures"));
        Assert.Equal(1, await store.ReadPositionAsync(1, Cancellation));
        Assert.Equal(0, await store.ReadPositionAsync(0, Cancellation));
    }

    [Fact]
    public async Task Write_WhenAnEventComes_ShowsAllOfIt()
    {
        await using var test = NewStore();
        await using var store = await test.OpenAsync();

        await store.WriteAsync(
            Run(0, 0, Happened(User("ann"), "e1", ViewingEventType.Stop, Start + 5, "m1", 0.5, 90.25)), Cancellation);

        Assert.Equal(
            ["default|ann|user||stop|m1|2026-01-01T00:00:00.005Z|1767225600005|2026-01-01|0.5||90.25||tv|GB"],
            await test.ReadAsync(
                "select tenant, unit, unit_kind, device_id, type, content_id, occurred_at, occurred_at_ms, day, value, "
                + "from_seconds, to_seconds, slate_id, device, territory from outcomes"));
        var key = UnitRecordCodec.DedupeKey(User("ann"), "e1");
        Assert.Equal([$"{key:x32}"], await test.ReadAsync("select event_key from outcomes"));
    }

    [Fact]
    public async Task Write_WhenTheRunIsDeliveredAgain_RefusesItByItsPosition()
    {
        await using var test = NewStore();
        await using var store = await test.OpenAsync();
        var run = Run(
            0, 0, Exposed(User("ann"), "blue", Start), Happened(User("ann"), "e1", ViewingEventType.Play, Start));
        Assert.NotNull(await store.WriteAsync(run, Cancellation));

        await using var another = await test.OpenAsync();
        Assert.Null(await another.WriteAsync(run, Cancellation));

        Assert.Equal(2, await store.ReadPositionAsync(0, Cancellation));
        Assert.Equal(["1"], await test.ReadAsync("select count(*) from exposures"));
        Assert.Equal(["1"], await test.ReadAsync("select count(*) from outcomes"));
    }

    [Fact]
    public async Task Write_WhenTheSameComesAtAnotherPosition_AddsNoRow()
    {
        await using var test = NewStore();
        await using var store = await test.OpenAsync();
        var ann = User("ann");
        await store.WriteAsync(
            Run(0, 0, Exposed(ann, "blue", Start + 9), Happened(ann, "e1", ViewingEventType.Like, Start)),
            Cancellation);

        await store.WriteAsync(
            Run(
                0, 2, Exposed(ann, "blue", Start + 5), Exposed(ann, "blue", Start + 7),
                Happened(ann, "e1", ViewingEventType.Like, Start), Happened(ann, "e1", ViewingEventType.Like, Start)),
            Cancellation);

        Assert.Equal([$"{Start + 5}"], await test.ReadAsync("select occurred_at_ms from exposures"));
        Assert.Equal(["1"], await test.ReadAsync("select count(*) from outcomes"));
    }

    [Fact]
    public async Task Write_WhenADeviceIsLinked_GivesItsRowsToTheUser()
    {
        await using var test = NewStore();
        await using var store = await test.OpenAsync();
        var (box, ann) = (Device("box"), User("ann"));
        await store.WriteAsync(
            Run(
                0, 0, Exposed(box, "blue", Start), Happened(box, "e1", ViewingEventType.Play, Start),
                Exposed(box, "red", Start, "company", hashAttribute: "company", hashValue: "acme")),
            Cancellation);
        Assert.Equal(["device|box|1"], await test.ReadAsync(Owners));

        var sent = Happened(box, "e2", ViewingEventType.Play, Start + 2);
        var met = Exposed(box, "green", Start + 3, "later");
        await store.WriteAsync(Run(0, 3, Linked(box, "ann"), sent, met), Cancellation);
        await store.WriteAsync(
            Run(
                1, 0, CopyFor(ann, sent), CopyFor(ann, met), Happened(ann, "e3", ViewingEventType.Play, Start + 4)),
            Cancellation);

        Assert.Equal(["user|ann|3"], await test.ReadAsync(Owners));
        Assert.Equal(
            ["checkout|blue|ann|user|ann|box", "company|red|acme|other|ann|box", "later|green|ann|user|ann|box"],
            await test.ReadAsync(
                "select experiment, variant, unit, unit_kind, user_id, device_id from exposures order by experiment"));
        Assert.Equal(["box|ann|1|"], await test.ReadAsync(
            "select device_id, user_id, generation, unlinked_at from links"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task Write_WhenADeviceChangesHands_KnowsWhoseEachRowIs(int recordsARun)
    {
        await using var test = NewStore();
        await using var store = await test.OpenAsync();
        var box = Device("box");
        (UnitKey, UnitRecord)[] records =
        [
            Happened(box, "e1", ViewingEventType.Play, Start), Linked(box, "ann"), Linked(box, "eve", 1),
            Happened(box, "e2", ViewingEventType.Play, Start), Unlinked(box, 7), Unlinked(box), Unlinked(box),
            Happened(box, "e3", ViewingEventType.Play, Start), Happened(box, "e4", ViewingEventType.Play, Start),
            Linked(box, "bob", 2), Happened(box, "e5", ViewingEventType.Play, Start), Unlinked(box, 2),
            Happened(box, "e6", ViewingEventType.Play, Start),
        ];

        var position = 0;
        foreach (var run in records.Chunk(recordsARun))
        {
            Assert.NotNull(await store.WriteAsync(Run(0, position, run), Cancellation));
            position += run.Length;
        }

        Assert.Equal(["device|box|1", "user|ann|2", "user|bob|3"], await test.ReadAsync(Owners));
        Assert.Equal(["ann|1", "bob|1"], await test.ReadAsync(
            "select user_id, count(unlinked_at) from links group by user_id order by user_id"));
    }

    [Fact]
    public async Task Exposures_WhenAUnitMeetsTwoVariants_AreMarked()
    {
        await using var test = NewStore();
        await using var store = await test.OpenAsync();
        await store.WriteAsync(
            Run(
                0, 0, Exposed(User("ann"), "blue", Start), Exposed(User("ann"), "red", Start),
                Exposed(User("bob"), "blue", Start), Exposed(User("bob"), "red", Start, bucketVersion: 1)),
            Cancellation);

        Assert.Equal(
            ["ann|2", "bob|0"],
            await test.ReadAsync("select unit, sum(is_multiple) from exposures group by unit order by unit"));
        Assert.Equal(
            ["0||2026-01-01|1|1", "0|blue|2026-01-01|1|1", "1|red|2026-01-01|1|1"],
            await test.ReadAsync(
                "select bucket_version, coalesce(variant, ''), day, new_units, units from experiment_by_day "
                + "order by bucket_version, coalesce(variant, '')"));
    }

    [Fact]
    public async Task Outcomes_WhenOfKindsThatAreNotKept_LeaveThemOut()
    {
        await using var test = NewStore();
        await using var store = await test.OpenAsync();
        var ann = User("ann");
        await store.WriteAsync(
            Run(
                0, 0, Happened(ann, "e1", ViewingEventType.Impression, Start),
                Happened(ann, "e2", ViewingEventType.Progress, Start + Hour + 1, position: 60),
                Happened(ann, "e3", ViewingEventType.Progress, Start + Hour + 2, position: 10)),
            Cancellation);
        await store.WriteAsync(
            Run(
                0, 3, Happened(ann, "e4", ViewingEventType.Progress, Start + Hour + 3, position: 90),
                Happened(ann, "e5", ViewingEventType.Progress, Start + (2 * Hour) + 3, position: 100)),
            Cancellation);

        Assert.Equal(
            [$"{Start + Hour}|progress|10|90", $"{Start + (2 * Hour)}|progress|100|100"],
            await test.ReadAsync(
                "select occurred_at_ms, type, from_seconds, to_seconds from outcomes order by occurred_at_ms"));
    }

    [Fact]
    public async Task Outcomes_WhenProgressDiffersInWhatMetricsAsk_KeepARowForEach()
    {
        await using var test = NewStore();
        await using var store = await test.OpenAsync();
        var ann = User("ann");
        await store.WriteAsync(
            Run(
                0, 0, Happened(ann, "e1", ViewingEventType.Progress, Start + 1, position: 60, session: "s1"),
                Happened(ann, "e2", ViewingEventType.Progress, Start + 2, position: 70, session: "s1"),
                Happened(ann, "e3", ViewingEventType.Progress, Start + 3, position: 80, session: "s2"),
                Happened(ann, "e4", ViewingEventType.Progress, Start + 4, position: 90),
                Happened(ann, "e5", ViewingEventType.Play, Start + 5, position: 90, duration: 100)),
            Cancellation);

        Assert.Equal(
            ["|||90|90", "|90|100|90|90", "s1|||60|70", "s2|||80|80"],
            await test.ReadAsync(
                "select session_id, position_seconds, duration_seconds, from_seconds, to_seconds from outcomes "
                + "order by coalesce(session_id, ''), coalesce(position_seconds, 0)"));
    }

    [Fact]
    public async Task Open_WhenTheTablesAreOfTheFirstVersion_EmptiesThemToBeFilledAgain()
    {
        await using var test = NewStore();
        await using (var store = await test.OpenAsync())
        {
            await store.WriteAsync(
                Run(
                    0, 0, Exposed(User("ann"), "blue", Start),
                    Happened(User("ann"), "e1", ViewingEventType.Play, Start)),
                Cancellation);
            await test.MakeFirstVersionAsync();
        }

        await using var again = await test.OpenAsync();
        Assert.Equal(0, await again.ReadPositionAsync(0, Cancellation));
        Assert.Equal(["0|0"], await test.ReadAsync(
            "select (select count(*) from exposures), (select count(*) from outcomes)"));
        await again.WriteAsync(
            Run(0, 0, Happened(User("ann"), "e1", ViewingEventType.Play, Start, session: "s1")), Cancellation);
        Assert.Equal(["s1"], await test.ReadAsync("select session_id from outcomes"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task UserMetrics_WhenEventsAreFoldedToo_AgreeWithTheProfile(bool keepEveryProgress)
    {
        await using var test = NewStore();
        await using var store = await test.OpenAsync(
            new AnalyticsOptions { KeepEveryProgress = keepEveryProgress, KeepImpressions = true });
        var chance = new Random(4);
        var (ann, profile) = (User("ann"), new Profile(FoldOptions.Default));
        var records = new List<(UnitKey Unit, UnitRecord Record)>();
        for (var i = 0; i < 2000; i++)
        {
            var type = (ViewingEventType)chance.Next(1, ViewingEventTypes.Count + 1);
            double? position = chance.Next(3) == 0 ? null : Math.Round(chance.NextDouble() * 5000, 3);
            records.Add(Happened(
                ann, $"e{i}", type, Start + (i * 400_000L), $"c{chance.Next(5)}", position: position, duration: 5400));
            ProfileFold.Apply(profile, ((UnitRecord.Viewing)records[^1].Record).Event, traits: null);
        }

        var at = 0L;
        foreach (var run in records.OrderBy(_ => chance.Next()).Chunk(300))
        {
            await store.WriteAsync(Run(0, at, run), Cancellation);
            at += run.Length;
        }

        var counters = ProfileFold.Finish(profile).Counters;
        var row = Assert.Single(await test.ReadAsync(
            "select unit, plays, completes, watch_seconds from user_metrics"));
        var values = row.Split('|');
        Assert.Equal(["ann", $"{counters.Plays}", $"{counters.Completes}"], values[..3]);
        Assert.Equal(counters.WatchSeconds, double.Parse(values[3]), 6);
    }

    [Fact]
    public async Task Delete_WhenDaysAreOver_TakesJustWhatIsOlder()
    {
        await using var test = NewStore();
        await using var store = await test.OpenAsync();
        await store.WriteAsync(
            Run(0, 0, Enumerable.Range(0, 45_000).Select(i => i % 3 == 0
                ? Exposed(User($"u{i}"), "blue", Start + i)
                : Happened(User($"u{i}"), "e", ViewingEventType.Like, Start + i))),
            Cancellation);

        var deleted = await store.DeleteBeforeAsync(Start + 9_000, Start + 42_000, Cancellation);

        Assert.Equal((3_000, 28_000), (deleted.Exposures, deleted.Outcomes));
        Assert.Equal([$"12000|{Start + 9_000}"], await test.ReadAsync(
            "select count(*), min(occurred_at_ms) from exposures"));
        Assert.Equal([$"2000|{Start + 42_001}"], await test.ReadAsync(
            "select count(*), min(occurred_at_ms) from outcomes"));
    }

    [Fact]
    public async Task Open_WhenTheTablesAreOfAnotherLog_Refuses()
    {
        await using var test = NewStore();
        await using (await test.OpenAsync())
        {
        }

        await using var store = test.Create();
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => store.OpenAsync(TestStore.Source with { Partitions = 5 }, Cancellation).AsTask());
        Assert.Contains("another data folder", refused.Message, StringComparison.Ordinal);
    }

    private protected abstract TestStore NewStore();
}
