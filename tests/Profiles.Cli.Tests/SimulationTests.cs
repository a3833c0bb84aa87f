using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Core.Simulation;

namespace Profiles.Cli.Tests;

public sealed class SimulationTests
{
    private static readonly SimulationOptions Options = new() { Users = 300, Items = 200, Events = 5000, Seed = 9 };

    [Fact]
    public void Events_WhenOfOneSeed_AreTheSame() => Assert.Equal(Events(Options), Events(Options));

    [Fact]
    public void Events_WhenOfAnotherSeed_Differ() =>
        Assert.NotEqual(Events(Options)[0], Events(Options with { Seed = 10 })[0]);

    [Fact]
    public void Events_WhenMade_AreAsManyAsAskedInOrderOfTimeAndEachOnce()
    {
        var events = Events(Options);
        Assert.Equal(5000, events.Count);
        Assert.Equal(events.OrderBy(item => item.OccurredAtUnixMs), events);
        Assert.Equal(5000, events.Select(item => item.Id).Distinct().Count());
    }

    [Fact]
    public void Events_WhenMade_AreAboutContentsOfTheCatalogueThatWereAvailable()
    {
        var contents = new SimulatedCatalogue(Options).Contents().ToDictionary(content => content.Id);
        Assert.Equal(200, contents.Count);
        foreach (var item in Events(Options).Where(item => item.ContentId is not null))
            Assert.True(contents[item.ContentId!].AvailableFrom <= item.OccurredAt);
    }

    [Fact]
    public void Viewers_WhenTheyWatch_PreferSomeGenres()
    {
        var contents = new SimulatedCatalogue(Options).Contents().ToDictionary(content => content.Id);
        var shown = GenreShares(ViewingEventType.Impression);
        var played = GenreShares(ViewingEventType.Play);
        Assert.True(played > shown + 0.02, $"The favourite is in {played:P1} of plays, {shown:P1} of impressions.");

        // Of each viewer with some plays: which part of them is of the viewer's own most played genre.
        double GenreShares(ViewingEventType type) => Events(Options with { Events = 20_000 })
            .Where(item => item.Type == type && item.ContentId![0] is 'm' or 'e')
            .GroupBy(item => item.UserId ?? item.DeviceId)
            .Where(viewer => viewer.Count() >= 20)
            .Select(viewer => viewer.SelectMany(item => contents[item.ContentId!].Genres).GroupBy(genre => genre)
                .Max(genre => genre.Count()) / (double)viewer.Count())
            .Average();
    }

    [Fact]
    public void LiveEvents_WhenWatched_AreUnderWay()
    {
        var contents = new SimulatedCatalogue(Options).Contents().ToDictionary(content => content.Id);
        var plays = Events(Options).Where(item => item.Type == ViewingEventType.Play).ToList();
        var live = plays.Where(item => contents[item.ContentId!].Kind == ContentKind.Live).ToList();
        Assert.NotEmpty(live);
        Assert.All(live, item => Assert.InRange(
            item.OccurredAt, contents[item.ContentId!].StartsAt!.Value, contents[item.ContentId!].EndsAt!.Value));
    }

    private static List<ViewingEvent> Events(SimulationOptions options) =>
        [.. new ViewingSimulation(options, new SimulatedCatalogue(options)).Events()];
}
