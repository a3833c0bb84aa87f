using System.Text.Json;
using Profiles.Statistics.Bayesian;
using Profiles.Statistics.Effects;
using Profiles.Statistics.Power;
using Profiles.Statistics.Samples;

namespace Profiles.Statistics.Tests.Power;

public sealed class PowerReferenceTests
{
    [Fact]
    public void DeltaMethod_WhenReferenceValuesAreThere_HasTheirVariance()
    {
        foreach (var row in ReferenceValues.Section("power").GetProperty("delta_method_variance").EnumerateArray())
        {
            var given = row.Numbers("args_var_a,mean_a,n_a,var_b,mean_b,n_b");
            foreach (var scale in Enum.GetValues<EffectScale>())
            {
                var actual = DeltaMethod.VarianceOfEffect(
                    scale, given[1], given[0] / given[2], given[4], given[3] / given[5]);
                var expected = row.Number(scale == EffectScale.Absolute ? "absolute" : "relative");
                Assert.Equal(expected, actual, ReferenceValues.FiveDecimals);
            }
        }
    }

    [Fact]
    public void PowerAnalysis_WhenOfOneSize_IsAsGrowthBookHasIt()
    {
        var row = ReferenceValues.Section("power").GetProperty("single");
        var metric = new MetricExpectation(row.Number("mean"), row.Number("sd_squared"));
        var once = new PowerOptions { Variants = row.GetProperty("variations").GetInt32() };
        var always = once with { SequentialTuning = 5000 };
        double units = row.Number("n_total"), effect = row.Number("effect");
        Assert.Equal(
            row.Number("power"), PowerAnalysis.Power(metric, effect, units, once).Value,
            ReferenceValues.FiveDecimals);
        Assert.Equal(
            row.Number("mde_at_0.8"), PowerAnalysis.MinimumDetectableEffect(metric, units, once).Value,
            ReferenceValues.FiveDecimals);
        Assert.Equal(
            row.Number("sequential5000_power"), PowerAnalysis.Power(metric, effect, units, always).Value,
            ReferenceValues.FiveDecimals);
        Assert.Equal(
            row.Number("sequential5000_mde_at_0.8"),
            PowerAnalysis.MinimumDetectableEffect(metric, units, always).Value,
            ReferenceValues.FiveDecimals);
    }

    [Theory]
    [InlineData("power", "mde", null, false, ReferenceValues.FiveDecimals)]
    [InlineData("sequential5000_power", "sequential5000_mde", 5000.0, false, ReferenceValues.FiveDecimals)]
    // The reference searches this effect in steps of 1e-5 and takes the first that reaches.
    [InlineData("bayes_power", "bayes_mde", null, true, 1e-5 + ReferenceValues.FiveDecimals)]
    public void PowerAnalysis_WhenWeekByWeek_IsAsGrowthBookHasIt(
        string power, string effect, double? tuning, bool hasPrior, double toleranceOfEffect)
    {
        var section = ReferenceValues.Section("power").GetProperty("weeks");
        var options = Options(section) with
        {
            SequentialTuning = tuning,
            Prior = hasPrior ? Prior(section.GetProperty("bayes_prior")) : null,
        };
        double[] powers = section.Numbers(power), effects = section.Numbers(effect);
        var row = 0;
        for (var week = 1; week <= section.GetProperty("weeks").GetInt32(); week++)
        {
            var units = section.Number("users_per_week") * week;
            foreach (var (metric, aimed) in Metrics(section))
            {
                Assert.Equal(
                    powers[row], PowerAnalysis.Power(metric, aimed, units, options).Value,
                    ReferenceValues.FiveDecimals);
                Assert.Equal(
                    effects[row++], PowerAnalysis.MinimumDetectableEffect(metric, units, options).Value,
                    toleranceOfEffect);
            }
        }
    }

    [Fact]
    public void Periods_WhenReferenceValuesAreThere_AreTheirWeeks()
    {
        var section = ReferenceValues.Section("power").GetProperty("weeks");
        var expected = section.GetProperty("weeks_to_target").EnumerateArray();
        foreach (var ((metric, effect), weeks) in Metrics(section).Zip(expected))
        {
            var actual = PowerAnalysis.Periods(
                metric, effect, section.Number("users_per_week"), section.GetProperty("weeks").GetInt32(),
                Options(section));
            if (weeks.ValueKind == JsonValueKind.Null) Assert.Equal(Insufficiency.OutOfReach, actual.Insufficiency);
            else Assert.Equal(weeks.GetDouble(), actual.Value);
        }
    }

    [Fact]
    public void RemainingUnits_WhenReferenceValuesAreThere_AreTheirMultiple()
    {
        var section = ReferenceValues.Section("mid_experiment_power");
        var present = EffectEstimate.Of(
            section.GetProperty("a").Mean(), section.GetProperty("b").Mean(), EffectScale.Relative);
        Assert.Equal(section.Number("variance_of_delta"), Math.Pow(present.StandardError, 2), 1e-12);

        var once = new PowerOptions { TargetPower = section.Number("target_power") };
        var factors = section.GetProperty("scaling_factor");
        var effect = section.Number("target_mde");
        // Halved upon in the same steps, so the very number.
        Assert.Equal(factors.Number("frequentist"), RemainingUnits.Factor(present, effect, once).Value, 1e-9);
        Assert.Equal(
            factors.Number("sequential5000"),
            RemainingUnits.Factor(present, effect, once with { SequentialTuning = 5000 }).Value, 1e-9);
        Assert.Equal(
            factors.Number("bayes_prior_mean0.05_var0.001"),
            RemainingUnits.Factor(present, effect, once with { Prior = new NormalPrior(0.05, 0.001) }).Value, 1e-9);
    }

    [Fact]
    public void SampleSize_WhenComputedByGPower_IsWithinItsTolerance()
    {
        // Rows without a power are of 0.85: the only one with which they, and the row that states its own, agree.
        var section = ReferenceValues.Section("spotify_confidence");
        foreach (var row in section.GetProperty("sample_size_gpower").EnumerateArray())
        {
            double alpha = Or(row, "alpha", 0.05), power = Or(row, "power", 0.85), effect = row.Number("mde_abs");
            var actual = row.Text("type", "") == "binomial"
                ? SampleSize.TotalOfProportions(effect, row.Number("p"), alpha, power)
                : SampleSize.Total(effect, row.Number("variance"), row.Number("variance"), alpha, power);
            Assert.Equal(1, actual.Value / row.Number("n_total"), row.Number("rtol"));
        }
    }

    [Fact]
    public void SampleSizePower_WhenComputedByGPower_IsWithinItsTolerance()
    {
        foreach (var row in ReferenceValues.Section("spotify_confidence").GetProperty("power_gpower").EnumerateArray())
        {
            var actual = SampleSize.Power(
                row.Number("mde"), row.Number("variance"), row.Number("n1"), row.Number("n2"), row.Number("alpha"));
            Assert.Equal(1, actual.Value / row.Number("power"), row.Number("rtol"));
        }
    }

    [Fact]
    public void GroupSequential_WhenReferenceValuesAreThere_HasTheirLevels()
    {
        var row = ReferenceValues.Section("spotify_confidence").GetProperty("group_sequential_adjusted_alpha");
        var actual = GroupSequential.AdjustedAlphas(
            row.Numbers("cumulative_total"), row.Number("planned_total"), row.Number("alpha"));
        var expected = row.Numbers("adjusted_alpha");
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], row.Number("atol"));
    }

    private static double Or(JsonElement row, string name, double otherwise) =>
        row.TryGetProperty(name, out var value) ? value.GetDouble() : otherwise;

    private static PowerOptions Options(JsonElement section) => new()
    {
        Variants = section.GetProperty("variations").GetInt32(), TargetPower = section.Number("target_power"),
    };

    private static NormalPrior Prior(JsonElement row) => new(row.Number("mean"), row.Number("variance"));

    private static IEnumerable<(MetricExpectation Metric, double Effect)> Metrics(JsonElement section) =>
        section.GetProperty("metrics").EnumerateArray().Select(metric => (
            metric.Text("type", "") == "binomial"
                ? MetricExpectation.OfProportion(metric.Number("rate"))
                : new MetricExpectation(metric.Number("mean"), metric.Number("sd_squared")),
            metric.Number("effect")));
}
