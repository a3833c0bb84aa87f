using Profiles.Statistics.Ranking;
using Profiles.Statistics.Resampling;

namespace Profiles.Statistics.Tests.Ranking;

public sealed class RankingTallyTests
{
    private const double Tolerance = 1e-12;

    [Fact]
    public void Metrics_WhenCasesWereAdded_AreTheirMeans()
    {
        var tally = new RankingTally(items: 8, k: 2);
        tally.Add(user: 1, rank: 1);
        tally.Add(user: 1, rank: 2);
        tally.Add(user: 2, rank: 4);
        tally.Add(user: 3, RankingMetrics.NotRanked);
        tally.AddList([0, 1], item => item == 0 ? 0.5 : 0.25);
        tally.AddList([1, 5], _ => 0.125);

        var metrics = tally.Metrics();
        Assert.Equal(4, tally.TestCases);
        Assert.Equal(0.5, metrics["hr@2"], Tolerance);
        Assert.Equal(0.5, metrics["recall@2"], Tolerance);
        Assert.Equal((1 + 0.6309297535714575) / 4, metrics["ndcg@2"], Tolerance);
        Assert.Equal((1 + 0.5 + 0.25) / 4, metrics["mrr"], Tolerance);
        Assert.Equal(3 / 8.0, metrics["coverage@2"], Tolerance);
        Assert.Equal((1 + 2 + 3 + 3) / 4.0, metrics["novelty@2"], Tolerance);
    }

    [Fact]
    public void Metrics_WhenNothingWasAdded_AreZero()
    {
        var tally = new RankingTally(items: 0, k: 10);
        Assert.All(tally.Metrics().Values, value => Assert.Equal(0, value));
        Assert.Equal(default, tally.Intervals(new BootstrapOptions())["hr@10"]);
    }
}
