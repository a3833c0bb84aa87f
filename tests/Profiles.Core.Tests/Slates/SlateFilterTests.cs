using Profiles.Core.Catalogue;
using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Core.Slates;
using static Profiles.Core.Tests.Slates.SlateWorld;

namespace Profiles.Core.Tests.Slates;

public sealed class SlateFilterTests
{
    [Theory]
    [InlineData(ViewingEventType.Dislike)]
    [InlineData(ViewingEventType.Dismiss)]
    public void Slate_WhenTheViewerTurnedFromAContent_LacksIt(ViewingEventType type)
    {
        var world = TwoMovies().Did("a", type);

        Assert.Equal(["b"], Ids(world.Slate()));
    }

    [Fact]
    public void Slate_WhenTheViewerDismissedASeries_LacksItsEpisodes()
    {
        var world = new SlateWorld().With(Movie("m"), Episode("e1", "s", 1)).Did("s", ViewingEventType.Dismiss);

        Assert.Equal(["m"], Ids(world.Slate()));
    }

    [Fact]
    public void Slate_WhenAContentUnderWayIsDismissed_LacksIt()
    {
        var world = TwoMovies().Stopped("a", 600, 3000, hoursAgo: 5).Did("a", ViewingEventType.Dismiss);

        Assert.Empty(world.Slate(SlateSurface.ContinueWatching).Items);
        Assert.Equal(["b"], Ids(world.Slate()));
    }

    [Fact]
    public void Slate_WhenAContentWasWatched_LacksIt() => Assert.Equal(["b"], Ids(TwoMovies().Watched("a").Slate()));

    [Fact]
    public void Slate_WhenAContentWasLeftAtOnce_HasItStill() =>
        Assert.Equal(["a", "b"], Ids(TwoMovies().Stopped("a", 5, 3000).Slate()).Order());

    [Fact]
    public void Slate_WhenNobodyKnowsHowFarAContentWasPlayed_LacksIt() =>
        Assert.Equal(["b"], Ids(TwoMovies().Did("a", ViewingEventType.Play).Slate()));

    [Fact]
    public void Slate_WhenASeriesIsBegun_HasItsNextEpisodeInstead()
    {
        var world = new SlateWorld()
            .With(new ContentItem { Id = "s", Kind = ContentKind.Series, Title = "S" })
            .With(Episode("e1", "s", 1), Episode("e2", "s", 2)).Watched("e1");

        Assert.Equal(["e2"], Ids(world.Slate()));
    }

    [Theory]
    [InlineData(-2, -1, false)]
    [InlineData(-2, 0, false)]
    [InlineData(-1, 1, true)]
    [InlineData(0, 1, true)]
    [InlineData(1, 2, false)]
    public void Slate_WhenAContentIsOutOfItsWindow_LacksIt(int fromHours, int untilHours, bool isShown)
    {
        var world = new SlateWorld().With(Movie("m"), Movie("windowed") with
        {
            AvailableFrom = Now.AddHours(fromHours), AvailableUntil = Now.AddHours(untilHours),
        });

        Assert.Equal(isShown, Ids(world.Slate()).Contains("windowed"));
    }

    [Theory]
    [InlineData("GB", true)]
    [InlineData("gb", true)]
    [InlineData("US", false)]
    [InlineData(null, false)]
    public void Slate_WhenAContentIsBoundToTerritories_HasItThereOnly(string? territory, bool isShown)
    {
        var world = new SlateWorld().With(Movie("m"), Movie("bound") with { Territories = ["IE", "GB"] });

        var slate = world.Slate(territory: territory);

        Assert.Equal(isShown, Ids(slate).Contains("bound"));
        Assert.Equal(territory is null, slate.Note is not null);
    }

    [Theory]
    [InlineData("PG", 12, true)]
    [InlineData("R", 12, false)]
    [InlineData("R", 17, true)]
    [InlineData("unheard of", 18, false)]
    [InlineData(null, 18, false)]
    [InlineData("unheard of", null, true)]
    [InlineData(null, null, true)]
    public void Slate_WhenALimitIsAskedFor_TakesAnUnknownRatingForTheStrictest(string? rating, int? limit, bool isShown)
    {
        var world = new SlateWorld().With(Movie("rated") with { Maturity = rating });

        Assert.Equal(isShown, Ids(world.Slate(maxAge: limit)).Contains("rated"));
    }

    [Fact]
    public void Ratings_WhenListed_AreInOrderOfAge()
    {
        var ages = MaturityRatings.Names.Select(MaturityRatings.AgeOf).ToList();

        Assert.Equal(ages.Order(), ages);
        Assert.Equal(13, MaturityRatings.AgeOf("pg-13"));
        Assert.False(MaturityRatings.TryAge("unheard of", out _));
    }

    [Fact]
    public void Slate_WhenOnlyEventsKnowAContent_LacksIt() =>
        Assert.Equal(["a", "b"], Ids(TwoMovies().Others("not in the catalogue", 99).Slate()).Order());

    [Fact]
    public void Slate_WhenNoEpisodeOfASeriesIsAvailable_LacksTheSeries()
    {
        var series = new ContentItem { Id = "s", Kind = ContentKind.Series, Title = "S" };
        var gone = Episode("e1", "s", 1) with { AvailableUntil = Now.AddDays(-1) };

        Assert.Empty(new SlateWorld().With(series, gone).Slate().Items);
        Assert.Equal(["s"], Ids(new SlateWorld().With(series).Slate()));
        Assert.Contains("s", Ids(new SlateWorld().With(series, Episode("e1", "s", 1)).Slate()));
    }

    [Fact]
    public void LiveEvent_WhenItIsOver_IsNowhere()
    {
        var world = new SlateWorld().With(Movie("m"), Live("over", -3, -1) with { Tags = ["editorial"] })
            .Others("over", 99).Watched("m");

        foreach (var surface in Enum.GetValues<SlateSurface>()) Assert.Empty(world.Slate(surface).Items);
    }

    [Fact]
    public void Fallback_WhenItFillsTheSlate_IgnoresNoFilter()
    {
        var world = new SlateWorld().With(Movie("watched"), Movie("dismissed"), Movie("ok") with { Maturity = "G" })
            .With(Movie("gone") with { AvailableUntil = Now.AddDays(-1) }, Movie("adult") with { Maturity = "NC-17" })
            .With(Movie("elsewhere") with { Territories = ["US"] })
            .Watched("watched").Did("dismissed", ViewingEventType.Dismiss);

        Assert.Equal(["ok"], Ids(world.Slate(territory: "GB", maxAge: 12)));
    }

    private static SlateWorld TwoMovies() => new SlateWorld().With(Movie("a", "Drama"), Movie("b", "Drama"));

    private static IEnumerable<string> Ids(Slate slate) => slate.Items.Select(item => item.ContentId);
}
