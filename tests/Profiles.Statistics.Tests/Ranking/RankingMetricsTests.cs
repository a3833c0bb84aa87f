using Profiles.Statistics.Ranking;

namespace Profiles.Statistics.Tests.Ranking;

public sealed class RankingMetricsTests
{
    private const double Tolerance = 1e-12;

    [Theory]
    [InlineData(1, 1.0)]
    [InlineData(2, 0.6309297535714575)]
    [InlineData(3, 0.5)]
    [InlineData(10, 0.2890648263178879)]
    [InlineData(11, 0.0)]
    public void Ndcg_WhenOneItemIsRelevant_IsTheDiscountOfItsRank(int rank, double expected) =>
        Assert.Equal(expected, RankingMetrics.Ndcg([rank], 10), Tolerance);

    [Fact]
    public void Ndcg_WhenThreeItemsAreRelevant_IsOverTheBestList()
    {
        // Found at 2 and 4 of the first 5: (1/log2 3 + 1/log2 5) / (1 + 1/log2 3 + 1/2), by hand.
        var expected = (0.6309297535714575 + 0.43067655807339306) / (1 + 0.6309297535714575 + 0.5);
        Assert.Equal(expected, RankingMetrics.Ndcg([4, 9, 2], 5), Tolerance);
    }

    [Fact]
    public void Ndcg_WhenAllRelevantComeFirst_IsOne() =>
        Assert.Equal(1.0, RankingMetrics.Ndcg([3, 1, 2], 10), Tolerance);

    [Fact]
    public void Recall_WhenTwoOfThreeAreFound_IsTwoThirds() =>
        Assert.Equal(2 / 3.0, RankingMetrics.Recall([1, 10, 11], 10), Tolerance);

    [Theory]
    [InlineData(10, 1)]
    [InlineData(11, 0)]
    [InlineData(RankingMetrics.NotRanked, 0)]
    public void HitRate_WhenOneItemIsRelevant_AsksForTheFirstTen(int rank, double expected) =>
        Assert.Equal(expected, RankingMetrics.HitRate([rank], 10));

    [Fact]
    public void ReciprocalRank_WhenSeveralAreRelevant_IsOfTheFirst() =>
        Assert.Equal(0.25, RankingMetrics.ReciprocalRank([9, 4, RankingMetrics.NotRanked]), Tolerance);

    [Fact]
    public void Metrics_WhenNothingIsRelevant_AreZero()
    {
        Assert.Equal(0, RankingMetrics.Recall([], 10));
        Assert.Equal(0, RankingMetrics.Ndcg([], 10));
        Assert.Equal(0, RankingMetrics.ReciprocalRank([]));
    }
}
