using System.Text.Json;
using Profiles.Statistics.Effects;
using Profiles.Statistics.Intervals;

namespace Profiles.Statistics.Tests.Intervals;

public sealed class ReferenceTests
{
    private static EffectEstimate Estimate(JsonElement row) => EffectEstimate.Of(
        row.GetProperty("a").Statistic(), row.GetProperty("b").Statistic(),
        row.Text("difference", "relative") == "relative" ? EffectScale.Relative : EffectScale.Absolute);

    [Fact]
    public void WelchTest_WhenTwoSided_IsAsGrowthBookHasIt()
    {
        foreach (var row in ReferenceValues.Section("two_sided_t").EnumerateArray())
            ReferenceValues.AssertTest(row, WelchTest.Run(Estimate(row)), ReferenceValues.FiveDecimals);
    }

    [Fact]
    public void WelchTest_WhenOneSided_IsAsGrowthBookHasIt()
    {
        // These rows state all digits.
        foreach (var row in ReferenceValues.Section("one_sided_t").EnumerateArray())
            ReferenceValues.AssertTest(row, WelchTest.Run(Estimate(row), row.Side()), 1e-9);
    }

    [Fact]
    public void ConfidenceSequence_WhenLookedAtAnyTime_IsAsGrowthBookHasIt()
    {
        // The reference finds one-sided p-values by twelve halvings of 0.4999; ours are in closed form.
        const double twelveHalvings = 0.4999 / 4096;
        foreach (var row in ReferenceValues.Section("sequential").EnumerateArray())
        {
            var actual = ConfidenceSequence.Run(Estimate(row), row.Side(), tuning: row.Number("tuning"));
            ReferenceValues.AssertTest(
                row, actual, ReferenceValues.FiveDecimals,
                row.Side() == Alternative.TwoSided ? ReferenceValues.FiveDecimals : twelveHalvings);
        }
    }

    [Fact]
    public void ConfidenceSequence_WhenTunedAsEppo_HasItsMultiplier()
    {
        // "formulae", eppo_sequential: at t = 6461, tune = 10000, alpha = 0.05.
        var rho = ConfidenceSequence.Rho(0.05, 10_000);
        Assert.Equal(3.0538966330256585, ConfidenceSequence.HalfWidth(1, 6461, rho, 0.05), 1e-12);
    }
}
