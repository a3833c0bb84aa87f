using Profiles.Statistics.Effects;
using Profiles.Statistics.Intervals;
using Profiles.Statistics.Samples;

namespace Profiles.Statistics.Tests.Effects;

/// <summary>Degenerate input has a named answer.</summary>
public sealed class EffectEstimateTests
{
    private static readonly MeanStatistic Usual = MeanStatistic.Of([1, 2, 3, 4]);

    public static TheoryData<MetricStatistic, MetricStatistic, Insufficiency> Degenerate => new()
    {
        { MeanStatistic.Empty, Usual, Insufficiency.TooFewUnits },
        { Usual, MeanStatistic.Of([5]), Insufficiency.TooFewUnits },
        { MeanStatistic.Of([2, 2]), MeanStatistic.Of([3, 3]), Insufficiency.NoVariance },
        { MeanStatistic.Of([-1, 1]), Usual, Insufficiency.ZeroBaseline },
        { Usual, MeanStatistic.Of([1, double.NaN]), Insufficiency.NotFinite },
        { MeanStatistic.Of([1, double.PositiveInfinity]), Usual, Insufficiency.NotFinite },
        { Usual, new MeanStatistic(10, 1e300, double.MaxValue), Insufficiency.NotFinite },
        { Usual, new ProportionStatistic(10, 5), Insufficiency.DifferentStatistics },
        { new ProportionStatistic(10, 0), new ProportionStatistic(10, 0), Insufficiency.ZeroBaseline },
        { new ProportionStatistic(10, 10), new ProportionStatistic(10, 10), Insufficiency.NoVariance },
        { new ProportionStatistic(10, 11), new ProportionStatistic(10, 5), Insufficiency.OutOfRange },
        { new ProportionStatistic(10, 5), new ProportionStatistic(10, double.NaN), Insufficiency.NotFinite },
        { RatioStatistic.Empty, RatioStatistic.Empty, Insufficiency.TooFewUnits },
        { Ratio([1, 2], [0, 0]), Ratio([1, 2], [3, 4]), Insufficiency.ZeroDenominator },
        { new RatioStatistic(Usual, MeanStatistic.Empty, 1), Ratio([1, 2], [3]), Insufficiency.DifferentStatistics },
        { new AdjustedMeanStatistic(Usual, MeanStatistic.Of([1]), 1), Adjusted(), Insufficiency.DifferentStatistics },
        { AdjustedMeanStatistic.Empty, Adjusted(), Insufficiency.TooFewUnits },
        { Adjusted(), Adjusted() with { SumOfProducts = double.NaN }, Insufficiency.NotFinite },
        { AdjustedRatioStatistic.Empty, AdjustedRatioStatistic.Empty, Insufficiency.TooFewUnits },
    };

    [Theory]
    [MemberData(nameof(Degenerate))]
    public void Effect_WhenInputIsDegenerate_SaysWhatIsMissing(
        MetricStatistic control, MetricStatistic treatment, Insufficiency expected)
    {
        var estimate = EffectEstimate.Of(control, treatment, EffectScale.Relative);
        Assert.Equal(expected, estimate.Insufficiency);
        Assert.Equal((0, 0), (estimate.Value, estimate.StandardError));
        foreach (var result in new[] { WelchTest.Run(estimate), ConfidenceSequence.Run(estimate) })
        {
            Assert.Equal(expected, result.Insufficiency);
            Assert.Equal(1, result.PValue);
            Assert.Equal(double.NegativeInfinity, result.Interval.Low);
            Assert.Equal(double.PositiveInfinity, result.Interval.High);
        }
    }

    [Fact]
    public void Effect_WhenBaselineIsZero_IsStillKnownInTheMetricsUnit()
    {
        var estimate = EffectEstimate.Of(
            new ProportionStatistic(1000, 0), new ProportionStatistic(1000, 50), EffectScale.Absolute);
        Assert.True(estimate.IsKnown);
        Assert.Equal(0.05, estimate.Value, 1e-12);
        Assert.True(WelchTest.Run(estimate).PValue < 1e-9);
    }

    [Fact]
    public void Effect_WhenBaselineIsNegative_IsPositiveForAnIncrease() =>
        Assert.True(EffectEstimate.Of(
            MeanStatistic.Of([-4, -3]), MeanStatistic.Of([-2, -1]), EffectScale.Relative).Value > 0);

    [Fact]
    public void Effect_WhenThePastDoesNotVary_IsTheUnadjustedOne()
    {
        var flat = new AdjustedMeanStatistic(Usual, MeanStatistic.Of([1, 1, 1, 1]), 10);
        Assert.Equal(
            EffectEstimate.Of(Usual, Usual, EffectScale.Relative), EffectEstimate.Of(flat, flat, EffectScale.Relative));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void WelchTest_WhenTheLevelIsNone_IsRefused(double alpha)
    {
        var estimate = EffectEstimate.Of(Usual, Usual, EffectScale.Absolute);
        Assert.Throws<ArgumentOutOfRangeException>(() => WelchTest.Run(estimate, alpha: alpha));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConfidenceSequence.Run(estimate, alpha: alpha));
    }

    [Theory]
    [InlineData(0.05, 1, 12.706204736174694)] // t tables: cot(π α / 2)
    [InlineData(0.05, 2, 4.302652729749464)]
    [InlineData(0.05, 10, 2.2281388519862744)]
    [InlineData(0.05, 1e9, 1.959963984540054)]
    [InlineData(1e-6, 1, 636619.772367269)]
    public void WelchTest_WhenFreedomIsKnown_HasTheWidthOfTheTables(double alpha, double freedom, double expected) =>
        Assert.Equal(1, Distributions.StudentCritical(alpha / 2, freedom) / expected, 1e-8);

    private static RatioStatistic Ratio(double[] m, double[] d) =>
        new(MeanStatistic.Of(m), MeanStatistic.Of(d), m.Zip(d, (x, y) => x * y).Sum());

    private static AdjustedMeanStatistic Adjusted() => new(Usual, MeanStatistic.Of([2, 1, 4, 3]), 28);
}
