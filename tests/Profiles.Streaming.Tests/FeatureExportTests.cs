using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Profiles.Contracts;
using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Core.Features;
using Profiles.Core.Models;
using Profiles.Core.Units;
using Profiles.Streaming.Features;
using static Profiles.Streaming.Tests.TestPlatform;

namespace Profiles.Streaming.Tests;

public sealed class FeatureExportTests : IDisposable
{
    private const int EventCount = 120;

    private readonly string _path = Directory.CreateTempSubdirectory("profiles-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> ViewNames => [.. FeatureViews.All.Select(view => view.Id)];

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Theory]
    [MemberData(nameof(ViewNames))]
    public async Task Export_WhenEventsAreInTheLog_GivesWhatWasServedJustBeforeEach_BitForBit(string viewName)
    {
        Assert.True(FeatureViews.TryFind(viewName, out var view));
        var model = SmallModel.Promote(_path);
        var events = Enumerable.Range(0, EventCount).Select(Some).ToArray();
        var served = new List<string>();
        for (var half = 0; half < 2; half++)
        {
            // A restart between the halves: profiles come back from what was saved.
            await using var platform = await StartAsync(_path);
            for (var i = half * EventCount / 2; i < (half + 1) * EventCount / 2; i++)
            {
                // Of the catalogue, what the fold sees changes, and what it does not see.
                if (i % 7 == 0) await UpsertAsync(platform, i);
                served.Add(await ServeAsync(platform, view, events[i]));
                var sent = await platform.SendAsync(events[i]);
                await platform.WaitAsync(events[i].Unit(Tenant), sent.Token);
            }
        }

        await using var again = await StartAsync(_path);
        await UpsertAsync(again, EventCount);
        var rows = await ExportAsync(again, view, events, model);
        Assert.Equal(served, rows.Select(row => Json(row.Values)));
        Assert.All(rows, row => Assert.True(row.IsFromLog));
        Assert.False(rows[0].IsKnown);
        Assert.True(rows[^1].IsKnown);
    }

    [Fact]
    public async Task Export_WhenAnEventIsNotInTheLog_CountsOnlyWhatOccurredStrictlyBeforeIt()
    {
        await using var platform = await StartAsync(_path);
        var sent = await platform.SendAsync(
            Event("e1", "ann", 10), Event("e3", "ann", 30), Event("e4", "ann", 40), Event("e2", "ann", 20));
        await platform.WaitAsync(User("ann"), sent.Token);

        var rows = await ExportAsync(
            platform, View("viewer-core"),
            [Event("x", "ann", 30), Event("y", "ann", 31), Event("z", "ann", 10), Event("e2", "ann", 20)]);
        Assert.Equal([2.0, 3.0, 0.0, 3.0], rows.Select(Events));
        Assert.Equal([false, false, false, true], rows.Select(row => row.IsFromLog));
        Assert.Equal([true, true, false, true], rows.Select(row => row.IsKnown));
    }

    [Fact]
    public async Task Export_WhenADeviceIsLinked_GivesTheProfileThatTheEventWasFoldedInto()
    {
        await using var platform = await StartAsync(_path);
        await platform.SendAsync(DeviceEvent("d1", "tv", 1), Event("u1", "ann", 2));
        await platform.LinkAsync("tv", "ann");
        var sent = await platform.SendAsync(DeviceEvent("d2", "tv", 3));
        await platform.WaitAsync(User("ann"), sent.Token);

        var rows = await ExportAsync(
            platform, View("viewer-core"),
            [DeviceEvent("d1", "tv", 1), DeviceEvent("d2", "tv", 3), Event("u2", "ann", 9)]);
        Assert.Equal([0.0, 2.0, 3.0], rows.Select(Events));
    }

    [Fact]
    public async Task Export_WhenAnEventIsAskedForTwice_GivesBothTheSame()
    {
        await using var platform = await StartAsync(_path);
        await platform.SendAsync(Event("e1", "ann", 1), Event("e2", "ann", 2));
        var rows = await ExportAsync(
            platform, View("viewer-core"), [Event("e2", "ann", 2), Event("e1", "ann", 1), Event("e2", "ann", 2)]);
        Assert.Equal([1.0, 0.0, 1.0], rows.Select(Events));
    }

    private static double Events(FeatureExportRow row) => ((FeatureValue.Number)row.Values[0]).Value;

    private static FeatureView View(string name)
    {
        Assert.True(FeatureViews.TryFind(name, out var view));
        return view;
    }

    /// <summary>Several viewers and types, hours apart so that weights decay and settle, some out of order.</summary>
    private static ViewingEvent Some(int i) => new()
    {
        Id = $"e{i}",
        UserId = $"user-{i % 3}",
        ContentId = $"c{i % 5}",
        Type = (ViewingEventType)(1 + i % 9),
        OccurredAtUnixMs = 1_767_225_600_000L + i * 9_876_543L - (i % 4 == 3 ? 100_000_000L : 0),
        PositionSeconds = i * 7 % 6000,
        DurationSeconds = 6000,
        Device = i % 2 == 0 ? "tv" : "phone",
    };

    private static async Task UpsertAsync(TestPlatform platform, int i) => await platform.Catalogue.UpsertAsync(
        [.. Enumerable.Range(0, 4).Select(n => new ContentItem
        {
            Id = $"c{n}",
            Kind = ContentKind.Movie,
            Title = $"Title {i}",
            Genres = [i % 2 == 0 ? "Drama" : "Crime", $"genre {(n + i / 14) % 3}"],
            ReleasedAt = DateTimeOffset.FromUnixTimeMilliseconds(1_767_225_600_000L - i * 86_400_000L),
            DurationSeconds = 6000 + i,
        })],
        Cancellation);

    private static async Task<string> ServeAsync(TestPlatform platform, FeatureView view, ViewingEvent viewing)
    {
        ImmutableArray<string> contents = view.IsOfPairs ? [viewing.ContentId!] : [];
        var rows = await platform.Grain(viewing.Unit(Tenant)).GetFeaturesAsync(
            new FeatureQuery(view.Id, viewing.OccurredAtUnixMs, contents));
        return Json(rows.Rows[0]);
    }

    private static async Task<FeatureExportRow[]> ExportAsync(
        TestPlatform platform, FeatureView view, ViewingEvent[] events, RankingModel? model = null)
    {
        var rows = new FeatureExportRow[events.Length];
        await platform.Get<FeatureExport>().RunAsync(
            view, model ?? RankingModel.Untrained, Tenant, events, (index, row) => rows[index] = row, Cancellation);
        return rows;
    }

    // Numbers are written with the shortest digits that read back the same bits: equal texts are equal bits.
    private static string Json(ImmutableArray<FeatureValue> values)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartArray();
            foreach (var value in values) value.Write(writer);
            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
