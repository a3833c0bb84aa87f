using Profiles.Core.Ranking;
using Profiles.Core.Slates;
using static Profiles.Core.Tests.Slates.SlateWorld;

namespace Profiles.Core.Tests.Slates;

public sealed class SlateBuilderTests
{
    [Theory]
    [InlineData(0.01f)]
    [InlineData(1)]
    [InlineData(1000)]
    public void Boost_WhenTheScaleOfTheModelIsAnother_LiftsAsFar(float scale)
    {
        var world = new SlateWorld { Model = Weighted((RankingSignal.Popularity, scale)) }
            .WithMovies(30).With(Movie("begun")).Others("begun", 10).Stopped("begun", 600, 3000);
        for (var i = 0; i < 30; i++) world.Others($"m{i:00}", 1 + i);

        var slate = world.Slate(limit: 12);

        Assert.Equal("begun,m29,m28,m27", string.Join(',', slate.Items.Take(4).Select(item => item.ContentId)));
    }

    [Fact]
    public void Boost_WhenTheModelKnowsItsDeviation_IsAMultipleOfIt()
    {
        var world = new SlateWorld { Model = Weighted(5, (RankingSignal.Popularity, 1)) }
            .With(Movie("begun")).Others("begun", 2).Stopped("begun", 600, 3000);

        var item = world.Slate().Items.Single();

        // Three times five for being under way.
        Assert.Equal(Math.Log(2.5) + 15, item.Score, 1e-4);
    }

    [Fact]
    public void Slate_WhenMadeAgain_IsTheSame()
    {
        var world = Busy();
        var scratch = new SlateScratch();

        var first = world.Slate(limit: 20, scratch: scratch);
        world.Slate(SlateSurface.Trending, limit: 7, scratch: scratch);
        var again = world.Slate(limit: 20, scratch: scratch);

        Assert.Equal(first.Items, again.Items);
        Assert.Equal(first.Rows, again.Rows);
        Assert.Equal(20, first.Items.Select(item => item.ContentId).Distinct().Count());
    }

    [Fact]
    public void Slate_WhenContentsCameInAnotherOrder_IsTheSame()
    {
        var one = new SlateWorld();
        var other = new SlateWorld();
        for (var i = 0; i < 40; i++)
        {
            one.With(Movie($"m{i:00}", $"genre {i % 3}"));
            other.With(Movie($"m{39 - i:00}", $"genre {(39 - i) % 3}"));
        }

        foreach (var world in (SlateWorld[])[one, other]) world.Others("m07", 3).Others("m09", 2).Watched("m01");

        Assert.Equal(
            one.Slate().Items.Select(item => (item.ContentId, item.Score)),
            other.Slate().Items.Select(item => (item.ContentId, item.Score)));
    }

    [Fact]
    public void Row_WhenScoredAgain_GivesTheScore()
    {
        var world = Busy();
        var slate = world.Slate();

        for (var i = 0; i < slate.Items.Length; i++)
        {
            var row = slate.Rows.AsSpan().Slice(i * RankingSignals.RowLength, RankingSignals.RowLength);
            var boost = world.Options.Boosts[(int)slate.Items[i].Source];
            Assert.Equal(slate.Items[i].Score, Scorer.Score(world.Model, row) + boost, 1e-5);
        }
    }

    [Fact]
    public void Slate_WhenOneGenreScoresBest_IsMixed()
    {
        var world = new SlateWorld().WithMovies(30, "Crime", "c").WithMovies(30, "Comedy", "k").Watched("c00");
        for (var i = 1; i < 30; i++) world.Others($"c{i:00}", 30).Others($"k{i:00}", 2);

        var slate = world.Slate(limit: 10);

        Assert.InRange(slate.Items.Count(item => item.ContentId[0] == 'c'), 3, 6);
    }

    [Fact]
    public void Slate_WhenThereIsOneGenreOnly_IsFullNonetheless() =>
        Assert.Equal(10, new SlateWorld().WithMovies(30).Slate(limit: 10).Items.Length);

    [Fact]
    public void Slate_WhenASeriesScoresBest_HoldsTwoOfIt()
    {
        var world = new SlateWorld().WithMovies(30).Watched("m00");
        for (var i = 1; i < 10; i++) world.With(Episode($"e{i}", "s", i)).Others($"e{i}", 50);

        var slate = world.Slate(limit: 10);

        Assert.Equal(2, slate.Items.Count(item => item.ContentId[0] == 'e'));
    }

    [Fact]
    public void Diversity_WhenRelevanceCountsAlone_IsInOrderOfScore()
    {
        var world = Busy();
        world.Options = world.Options with { Relevance = 1, MaxShareOfGenre = 1, MaxOfSeries = 100 };

        var scores = world.Slate(limit: 20).Items.Select(item => item.Score).ToList();

        Assert.Equal(scores.OrderDescending(), scores);
    }

    [Fact]
    public void Exploration_WhenItHasPlaces_LogsTheProbabilityOfEach()
    {
        var world = Busy();
        world.Options = new SlateOptions { ExplorationShare = 0.2f };
        var shown = new Dictionary<string, (int Count, double Propensity)>();
        for (var i = 0; i < 400; i++)
        {
            var slate = world.Slate(limit: 10, slateId: $"slate {i}");
            Assert.All(slate.Items.Take(8), item => Assert.Equal(1, item.Propensity));
            Assert.Equal(10, slate.Items.Length);
            foreach (var item in slate.Items.Skip(8))
            {
                Assert.Equal(SlateReason.Exploration, item.Reason);
                Assert.InRange(item.Propensity, 1 / 64f, 1);
                var (count, propensity) = shown.GetValueOrDefault(item.ContentId);
                shown[item.ContentId] = (count + 1, propensity + item.Propensity);
            }
        }

        // What is said to be shown with a probability is shown that often, within six deviations and the bias of
        // counting the draw itself.
        foreach (var (_, (count, sum)) in shown.Where(content => content.Value.Count > 50))
            Assert.InRange(count / 400.0 - sum / count, -0.2, 0.2);
    }

    [Fact]
    public void Exploration_WhenTheCapsLeaveNothing_LeavesNoPlaceEmpty()
    {
        var world = new SlateWorld { Options = new SlateOptions { ExplorationShare = 0.2f } }.WithMovies(30);

        Assert.Equal(10, world.Watched("m00").Slate(limit: 10).Items.Length);
    }

    [Fact]
    public void Exploration_WhenAContentIsChosenOften_PrefersIt()
    {
        var world = Busy();
        world.Options = new SlateOptions { ExplorationShare = 0.1f };
        var without = world.Slate(limit: 10).Items.Select(item => item.ContentId).ToHashSet();
        var good = world.Slate(limit: 30).Items.Select(item => item.ContentId).First(id => !without.Contains(id));
        world.Shown(good, 100, 60);

        var count = Enumerable.Range(0, 40).Count(i =>
            world.Slate(limit: 10, slateId: $"{i}").Items.Any(item => item.ContentId == good));

        Assert.True(count > 30, $"shown {count} times of 40");
    }

    [Fact]
    public void Rank_WhenTheCallerHasCandidates_OrdersThem()
    {
        var world = Busy();
        var serving = world.Moment();
        int[] numbers = [.. Enumerable.Range(0, 30).Select(n => world.Contents.Numbers.NumberOf($"c{n:00}"))];

        var ranked = SlateBuilder.Rank(
            serving, world.Memory(serving),
            new SlateRequest("rank", 30, SlateSurface.Home, Now.ToUnixTimeMilliseconds()), numbers, new SlateScratch());

        Assert.Equal(30, ranked.Length);
        Assert.Equal(ranked.Select(item => item.Score).OrderDescending(), ranked.Select(item => item.Score));
    }

    [Fact]
    public void SlateId_WhenWrittenAndRead_IsTheSame()
    {
        var id = new SlateId(SlateSurface.ContinueWatching, 1_773_144_000_123, 0xFFFF_FFFF, 7, "v.2026-03_a");

        Assert.True(SlateId.TryParse(id.ToString(), out var read));
        Assert.Equal(id, read);
        foreach (var text in (string?[])
            [
                null, "", "1~home", "2~home~1~2~3~v", "1~attic~1~2~3~v", "1~home~x~2~3~v", "1~home~1~2~3~",
                "1~home~1~2~3~v~w",
            ])
            Assert.False(SlateId.TryParse(text, out _));
    }

    [Fact]
    public void Options_WhenOutOfRange_AreNamedAllAtOnce() => Assert.Equal(
        3, new SlateOptions { Relevance = 2, MaxOfSeries = 0, Boosts = [] }.Validate().Count);

    private static SlateWorld Busy()
    {
        var world = new SlateWorld();
        for (var i = 0; i < 30; i++)
            world.With(Movie($"c{i:00}", $"genre {i % 4}")).Others($"c{i:00}", 1 + i % 5);
        for (var i = 0; i < 10; i++)
            world.With(Movie($"n{i}", $"genre {i % 4}") with { ReleasedAt = Now.AddDays(-i) });
        return world.Watched("c03", 9).Watched("c07", 5).Stopped("c12", 600, 3000, 2);
    }
}
