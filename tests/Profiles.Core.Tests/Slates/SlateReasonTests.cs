using Profiles.Core.Ranking;
using Profiles.Core.Slates;
using static Profiles.Core.Tests.Slates.SlateWorld;

namespace Profiles.Core.Tests.Slates;

public sealed class SlateReasonTests
{
    [Theory]
    [InlineData(RankingSignal.Trend6Hours, SlateReason.Trending)]
    [InlineData(RankingSignal.Trend1Day, SlateReason.Trending)]
    [InlineData(RankingSignal.Trend3Days, SlateReason.Trending)]
    [InlineData(RankingSignal.Trend10Days, SlateReason.Popular)]
    [InlineData(RankingSignal.Trend30Days, SlateReason.Popular)]
    [InlineData(RankingSignal.Popularity, SlateReason.Popular)]
    [InlineData(RankingSignal.ContentAffinity, SlateReason.LikesGenre)]
    [InlineData(RankingSignal.SameSeries, SlateReason.SameSeries)]
    [InlineData(RankingSignal.ReleaseDistance, SlateReason.SameYears)]
    public void Reason_WhenASignalContributesMost_IsThatSignals(RankingSignal signal, SlateReason reason)
    {
        var world = World();
        world.Model = Weighted((signal, 2), (RankingSignal.Popularity, 0.001f));

        var item = world.Slate().Items.Single(item => item.ContentId == "hot");

        Assert.Equal(reason, item.Reason);
        Assert.NotEqual("", item.Text);
    }

    [Theory]
    [InlineData(RankingSignal.ReleaseAge)]
    [InlineData(RankingSignal.FirstSeenAge)]
    public void Reason_WhenANewContentIsLifted_SaysNew(RankingSignal signal)
    {
        var world = World();
        world.Model = Weighted((signal, 2));

        Assert.Equal(SlateReason.New, world.Slate().Items.Single(item => item.ContentId == "hot").Reason);
    }

    [Fact]
    public void Reason_WhenItWouldNotBeTrue_IsTheNextLargest()
    {
        var world = World();
        world.Model = Weighted((RankingSignal.ReleaseAge, 2), (RankingSignal.Popularity, 0.001f));

        // It is lifted for its age, which is none that could be told as new.
        Assert.Equal(SlateReason.Popular, world.Slate().Items.Single(item => item.ContentId == "classic").Reason);
    }

    [Fact]
    public void Reason_WhenOneSignalOutweighsItsGroup_IsOfTheGroupThatAddsUpToMost()
    {
        var world = World();
        // Alone, a trend lifts it most; its group takes that away again.
        world.Model = Weighted(
            (RankingSignal.Trend3Days, 3), (RankingSignal.Trend10Days, -4), (RankingSignal.ContentAffinity, 1));

        Assert.Equal(SlateReason.LikesGenre, world.Slate().Items.Single(item => item.ContentId == "hot").Reason);
    }

    [Fact]
    public void Reason_WhenTheSourceAddsMost_IsTheSources()
    {
        var world = World().Stopped("classic", 600, 3000);
        world.Model = Weighted((RankingSignal.Popularity, 0.001f));

        Assert.Equal(SlateReason.ContinueWatching, world.Slate().Items[0].Reason);
    }

    [Fact]
    public void Reason_WhenOnlyTheSourcePutItThere_IsTheSourcesWhateverContributesMost()
    {
        // What is popular adds 3.7 to its score, and continuing it 0.5: but for that it would be past the limit.
        var item = Counted(39).Slate(limit: 10).Items.Single(item => item.ContentId == "begun");

        Assert.Equal((SlateSource.ContinueWatching, SlateReason.ContinueWatching), (item.Source, item.Reason));
    }

    [Fact]
    public void Reason_WhenItWouldBeThereAnyway_IsWhatContributesMost()
    {
        var item = Counted(80).Slate(limit: 10).Items.Single(item => item.ContentId == "begun");

        Assert.Equal((SlateSource.ContinueWatching, SlateReason.Popular), (item.Source, item.Reason));
    }

    [Fact]
    public void Reason_WhenTheSourcesOrderTheSlate_IsTheSources()
    {
        var item = Counted(80).Slate(SlateSurface.ContinueWatching).Items.Single();

        Assert.Equal(SlateReason.ContinueWatching, item.Reason);
    }

    [Fact]
    public void Reason_WhenAGenreIsLiked_NamesIt()
    {
        var world = World();
        world.Model = Weighted((RankingSignal.ContentAffinity, 2));

        Assert.Equal("you like Drama", world.Slate().Items.Single(item => item.ContentId == "hot").Text);
    }

    [Fact]
    public void Reason_WhenNothingAddsToTheScore_IsTheSources()
    {
        var world = World();
        world.Model = Weighted((RankingSignal.Popularity, -1));

        Assert.All(world.Slate().Items, item => Assert.NotEqual(SlateReason.Popular, item.Reason));
    }

    // Thirty movies that others watched 40 to 69 times, and one that the viewer began.
    private static SlateWorld Counted(int plays)
    {
        var world = new SlateWorld { Model = Weighted((RankingSignal.Popularity, 1)) }
            .WithMovies(30).With(Movie("begun")).Others("begun", plays).Stopped("begun", 600, 3000);
        for (var i = 0; i < 30; i++) world.Others($"m{i:00}", 40 + i);
        return world;
    }

    private static SlateWorld World() => new SlateWorld()
        .With(
            Movie("seen", "Drama") with { ReleasedAt = Now.AddDays(-9), SeriesId = "s" },
            Movie("hot", "Drama") with { ReleasedAt = Now.AddDays(-8), SeriesId = "s" },
            Movie("classic", "Drama") with { ReleasedAt = Now.AddYears(-40) })
        .Others("hot", 9, hoursAgo: 24 * 5).Others("hot", 9).Others("classic", 3).Watched("seen");
}
