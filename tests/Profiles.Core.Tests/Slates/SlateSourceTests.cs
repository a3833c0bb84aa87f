using Profiles.Core.Events;
using Profiles.Core.Ranking;
using Profiles.Core.Slates;
using static Profiles.Core.Tests.Slates.SlateWorld;

namespace Profiles.Core.Tests.Slates;

public sealed class SlateSourceTests
{
    [Fact]
    public void ContinueWatching_WhenAMovieIsStarted_OffersIt()
    {
        var world = new SlateWorld().With(Movie("by-time"), Movie("by-share"), Movie("left"), Movie("ended"))
            .Stopped("by-time", 120, 36_000, hoursAgo: 4).Stopped("by-share", 30, 1000, hoursAgo: 3)
            .Stopped("left", 29, 1000, hoursAgo: 2).Stopped("ended", 950, 1000);

        Assert.Equal(["by-share", "by-time"], Ids(world.Slate(SlateSurface.ContinueWatching)));
    }

    [Fact]
    public void ContinueWatching_WhenAnEpisodeIsStarted_OffersItAfterTwoMinutes()
    {
        var world = new SlateWorld().With(Episode("a1", "a", 1), Episode("b1", "b", 1))
            .Stopped("a1", 119, 1200, hoursAgo: 2).Stopped("b1", 120, 7200);

        Assert.Equal(["b1"], Ids(world.Slate(SlateSurface.ContinueWatching)));
    }

    [Fact]
    public void ContinueWatching_WhenTheEventNamesNoDuration_TakesThatOfTheCatalogue()
    {
        var world = new SlateWorld().With(Movie("m") with { DurationSeconds = 1000 }).Stopped("m", 40);

        Assert.Equal(["m"], Ids(world.Slate(SlateSurface.ContinueWatching)));
        Assert.Empty(Ids(new SlateWorld().With(Movie("m")).Stopped("m", 40).Slate(SlateSurface.ContinueWatching)));
    }

    [Fact]
    public void ContinueWatching_WhenManyEpisodesOfASeriesWerePlayed_OffersTheSeriesOnce()
    {
        var world = new SlateWorld();
        for (var i = 1; i <= 9; i++)
            world.With(Episode($"e{i}", "s", i)).Stopped($"e{i}", 600, 3000, hoursAgo: 20 - i);
        world.With(Movie("m")).Stopped("m", 600, 3000, hoursAgo: 30);

        Assert.Equal(["e9", "m"], Ids(world.Slate(SlateSurface.ContinueWatching)));
    }

    [Fact]
    public void NextEpisode_WhenOneIsFinished_OffersTheNextThatWasNotWatched()
    {
        var world = new SlateWorld().With(
                Episode("e1", "s", 1), Episode("e2", "s", 2), Episode("e3", "s", 3), Episode("e4", "s", 4))
            .Watched("e2", hoursAgo: 9).Watched("e1", hoursAgo: 1);

        var item = Assert.Single(world.Slate(SlateSurface.ContinueWatching).Items);

        Assert.Equal(("e3", SlateSource.NextEpisode), (item.ContentId, item.Source));
        Assert.Equal(SlateReason.NextEpisode, item.Reason);
        Assert.Equal("s", item.Because);
    }

    [Fact]
    public void NextEpisode_WhenTheNextIsUnderWay_ContinuesIt()
    {
        var world = new SlateWorld().With(Episode("e1", "s", 1), Episode("e2", "s", 2))
            .Stopped("e2", 600, 3000, hoursAgo: 5).Watched("e1", hoursAgo: 1);

        var item = Assert.Single(world.Slate(SlateSurface.ContinueWatching).Items);

        Assert.Equal(("e2", SlateSource.ContinueWatching), (item.ContentId, item.Source));
    }

    [Fact]
    public void NextEpisode_WhenTheLastIsFinished_OffersNothing() => Assert.Empty(
        new SlateWorld().With(Episode("e1", "s", 1)).Watched("e1").Slate(SlateSurface.ContinueWatching).Items);

    [Fact]
    public void Home_WhenSomethingIsUnderWay_HasIt()
    {
        var slate = new SlateWorld().WithMovies(30).Others("m07", 50)
            .With(Movie("begun", "Drama"), Episode("e1", "s", 1), Episode("e2", "s", 2))
            .Stopped("begun", 600, 3000).Watched("e1", hoursAgo: 3).Slate();

        Assert.Contains(slate.Items, item => (item.ContentId, item.Source) == ("e2", SlateSource.NextEpisode));
        Assert.Equal(SlateReason.ContinueWatching, slate.Items.Single(item => item.ContentId == "begun").Reason);
    }

    [Fact]
    public void Home_WhenMuchIsUnderWay_HasThreeOfIt()
    {
        var world = new SlateWorld().WithMovies(30);
        for (var i = 0; i < 9; i++) world.With(Movie($"begun{i}")).Stopped($"begun{i}", 600, 3000, hoursAgo: 9 - i);

        var shown = world.Slate(limit: 20).Items.Where(item => item.Source == SlateSource.ContinueWatching);

        Assert.Equal(["begun6", "begun7", "begun8"], shown.Select(item => item.ContentId).Order());
        Assert.Equal(9, world.Slate(SlateSurface.ContinueWatching, limit: 20).Items.Length);
    }

    [Fact]
    public void LiveNow_WhenAnEventIsOn_OffersItUntilItsEnd()
    {
        var world = new SlateWorld().With(Live("on", -1, 1), Live("over", -3, -1), Live("far", 24 * 8, 24 * 8 + 2));

        var slate = world.Slate(SlateSurface.Live);

        Assert.Equal([("on", SlateSource.LiveNow)], slate.Items.Select(item => (item.ContentId, item.Source)));
        Assert.Equal((SlateReason.LiveNow, "live now"), (slate.Items[0].Reason, slate.Items[0].Text));
        Assert.Empty(world.Slate(SlateSurface.Live, inHours: 1).Items);
    }

    [Fact]
    public void LiveNext_WhenEventsStartWithinTheLead_OffersTheNextFirst()
    {
        var slate = new SlateWorld()
            .With(Live("b", 48, 50), Live("a", 5, 7), Live("far", 24 * 7 + 1, 24 * 7 + 2), Live("on", -1, 1))
            .Slate(SlateSurface.Live);

        Assert.Equal(["on", "a", "b"], Ids(slate));
        Assert.Equal(SlateSource.LiveNext, slate.Items[1].Source);
        Assert.Equal(SlateReason.StartsAt, slate.Items[1].Reason);
        Assert.Equal("starts at 2026-03-10T17:00Z", slate.Items[1].Text);
    }

    [Fact]
    public void LiveEvent_WhenItHasNotStarted_IsShownBeforeItIsAvailable()
    {
        var item = Live("a", 5, 7) with { AvailableFrom = Now.AddHours(5) };

        Assert.Equal(["a"], Ids(new SlateWorld().With(item).Slate(SlateSurface.Live)));
    }

    [Fact]
    public void BecauseYouWatched_WhenTheModelLinksContents_OffersThemAndNamesTheCause()
    {
        var world = new SlateWorld().WithMovies(20).Watched("m01");
        world.Model = Linked(("m01", "m05"), ("m02", "m06"));

        var item = world.Slate().Items.Single(item => item.Source == SlateSource.BecauseYouWatched);

        Assert.Equal("m05", item.ContentId);
        Assert.Equal((SlateReason.BecauseYouWatched, "m01"), (item.Reason, item.Because));
        Assert.Equal("because you watched Title m01", item.Text);
    }

    [Fact]
    public void BecauseYouWatched_WhenTheModelDoesNotKnowTheContent_OffersItsGenre()
    {
        var slate = new SlateWorld().WithMovies(5, "Crime", "c").WithMovies(20, "Comedy", "k")
            .With(Movie("seen", "Crime")).Others("k00", 1).Watched("seen").Slate(limit: 5);

        Assert.Contains(
            slate.Items, item => item.Source == SlateSource.BecauseYouWatched && item.ContentId[0] == 'c');
    }

    [Fact]
    public void Personal_WhenTheViewerLikesAGenre_OffersThatGenre()
    {
        var world = new SlateWorld().WithMovies(40, "Crime", "c").With(Movie("x", "Crime"));
        for (var i = 0; i < 4; i++)
            world.With(Movie($"seen{i}", i == 0 ? "Crime" : "Other")).Watched($"seen{i}", 9 - i);

        Assert.Contains(world.Slate(limit: 30).Items, item => item.Source == SlateSource.Personal);
    }

    [Fact]
    public void Trending_WhenOthersWatch_OffersWhatTheyWatchMostNow()
    {
        var world = new SlateWorld().WithMovies(20).Others("m03", 9).Others("m04", 5).Others("m05", 50, hoursAgo: 999);

        var slate = world.Slate(SlateSurface.Trending, limit: 2);

        Assert.Equal(["m03", "m04"], Ids(slate));
        Assert.All(slate.Items, item => Assert.Equal(SlateSource.Trending, item.Source));
        Assert.False(slate.IsFallback);
    }

    [Fact]
    public void New_WhenContentsWereAddedLately_OffersThemOnly()
    {
        var world = new SlateWorld().WithMovies(5).With(
            Movie("yesterday") with { ReleasedAt = Now.AddDays(-1) },
            Movie("tomorrow") with { ReleasedAt = Now.AddDays(1) },
            Movie("old") with { ReleasedAt = Now.AddDays(-90) },
            Movie("old-but-new-here") with { ReleasedAt = Now.AddYears(-30), AvailableFrom = Now.AddDays(-2) });

        Assert.Equal(["old-but-new-here", "yesterday"], Ids(world.Slate(SlateSurface.New)).Order());
    }

    [Fact]
    public void Editorial_WhenAContentIsTagged_OffersIt()
    {
        var world = new SlateWorld().WithMovies(30).Watched("m00")
            .With(Movie("pick", "Western") with { Tags = ["editorial"] });

        var item = world.Slate(limit: 30).Items.Single(item => item.Source == SlateSource.Editorial);

        Assert.Equal(("pick", SlateReason.Editorial), (item.ContentId, item.Reason));
    }

    [Fact]
    public void Popular_WhenNothingIsKnownOfTheViewer_IsTheWholeSlate()
    {
        var slate = new SlateWorld().WithMovies(30).Others("m03", 9).Others("m08", 4).Slate();

        Assert.Equal(10, slate.Items.Length);
        Assert.All(slate.Items, item => Assert.Equal(SlateSource.Popular, item.Source));
        Assert.Equal("m03", slate.Items[0].ContentId);
        Assert.True(slate.IsCold);
        Assert.True(slate.IsFallback);
    }

    [Fact]
    public void Popular_WhenTheSourcesGiveTooLittle_FillsBehindThem()
    {
        var world = new SlateWorld().WithMovies(30).Others("m20", 3).Watched("m01").Others("m09", 99, hoursAgo: 2000);
        world.Options = world.Options with { MaxOfSeries = 1 };
        world.Model = Linked(("m01", "m05"));

        var slate = world.Slate(SlateSurface.Trending, limit: 4);

        Assert.Equal("m20", slate.Items[0].ContentId);
        Assert.Equal(4, slate.Items.Length);
        Assert.True(slate.IsFallback);
        Assert.All(slate.Items.Skip(1), item => Assert.Equal(SlateSource.Popular, item.Source));
    }

    [Fact]
    public void Row_WhenItHasNothing_IsEmptyAndSaysWhy()
    {
        var slate = new SlateWorld().WithMovies(3).Slate(SlateSurface.ContinueWatching);

        Assert.Empty(slate.Items);
        Assert.NotNull(slate.Note);
        Assert.False(slate.IsFallback);
    }

    [Fact]
    public void Slate_WhenTheCatalogueIsEmpty_IsEmptyAndSaysSo() =>
        Assert.Equal("The catalogue is empty.", new SlateWorld().Slate().Note);

    [Fact]
    public void Content_WhenItIsNewAndTheModelDoesNotKnowIt_IsRanked()
    {
        var world = new SlateWorld().WithMovies(5).Watched("m01")
            .With(Movie("cold", "Drama") with { ReleasedAt = Now.AddHours(-1) });
        world.Model = Linked(("m01", "m02"));

        Assert.Contains("cold", Ids(world.Slate()));
    }

    private static IEnumerable<string> Ids(Slate slate) => slate.Items.Select(item => item.ContentId);
}
