using System.Text.Json;
using Profiles.Statistics.Effects;
using Profiles.Statistics.Samples;

namespace Profiles.Statistics.Tests.Samples;

public sealed class ReferenceStatisticTests
{
    [Fact]
    public void MeanStatistic_WhenOfReferenceValues_HasTheirMoments()
    {
        var moments = ReferenceValues.Section("moments");
        var statistic = MeanStatistic.Of(moments.Numbers("metric1"));
        Assert.Equal(moments.Number("mean"), statistic.Value, 1e-12);
        Assert.Equal(moments.Number("variance_ddof1"), statistic.Variance, 1e-10);
    }

    [Fact]
    public void PooledTheta_WhenOfReferenceValues_IsTheirs()
    {
        var moments = ReferenceValues.Section("moments");
        double[] pre = moments.Numbers("metric1"), post = moments.Numbers("metric3");
        var arm = new AdjustedMeanStatistic(MeanStatistic.Of(post), MeanStatistic.Of(pre), Product(post, pre));
        Assert.Equal(
            moments.GetProperty("cuped_theta").Number("theta_5dp"), AdjustedMeanStatistic.PooledTheta(arm, arm),
            ReferenceValues.FiveDecimals);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void AdjustedRatio_WhenThetaIsGiven_HasTheReferencesLiftAndError(double sign)
    {
        var section = ReferenceValues.Section("cuped_ratio_raw");
        var theta = section.Number("theta");
        JsonElement a = section.GetProperty("control"), b = section.GetProperty("treatment");
        var control = Ratio(Times(a.Numbers("m_post"), sign), a, sign, theta);
        foreach (var row in section.GetProperty("cases").EnumerateArray())
        {
            var treatment = Ratio(Times(row.Numbers("m_post_b"), sign), b, sign, theta);
            var effect = EffectEstimate.Of(control, treatment, EffectScale.Relative);
            Assert.Equal(sign * row.Number("lift"), effect.Value, 1e-6);
            Assert.Equal(row.Number("se"), effect.StandardError, 1e-7);
        }
    }

    private static AdjustedRatioStatistic Ratio(double[] post, JsonElement side, double sign, double theta)
    {
        var pre = Times(side.Numbers("m_pre"), sign);
        double[] postDenominator = side.Numbers("d_post"), preDenominator = side.Numbers("d_pre");
        return new AdjustedRatioStatistic(
            Plain(post, postDenominator), Plain(pre, preDenominator),
            Product(post, pre), Product(postDenominator, preDenominator),
            Product(post, preDenominator), Product(postDenominator, pre)) { Theta = theta };
    }

    private static RatioStatistic Plain(double[] numerator, double[] denominator) => new(
        MeanStatistic.Of(numerator), MeanStatistic.Of(denominator), Product(numerator, denominator));

    private static double[] Times(double[] values, double factor) => [.. values.Select(value => value * factor)];

    private static double Product(double[] left, double[] right) => left.Zip(right, (x, y) => x * y).Sum();
}
