using System.Text.Json;
using FsCheck.Fluent;
using Profiles.Statistics.Bayesian;
using Profiles.Statistics.Effects;
using Profiles.Statistics.Samples;

namespace Profiles.Statistics.Tests.Bayesian;

public sealed class BayesianTestTests
{
    private static readonly EffectEstimate Better = EffectEstimate.Of(
        new ProportionStatistic(1000, 100), new ProportionStatistic(1000, 120), EffectScale.Relative);

    [Fact]
    public void Posterior_WhenReferenceValuesAreThere_IsTheirs()
    {
        foreach (var row in ReferenceValues.Section("bayesian").EnumerateArray())
        {
            var estimate = EffectEstimate.Of(
                row.GetProperty("a").Statistic(), row.GetProperty("b").Statistic(), EffectScale.Relative);
            var actual = BayesianTest.Run(estimate, Prior(row));
            AssertPosterior(row, actual, ReferenceValues.FiveDecimals);
            Assert.Equal(row.Number("stddev"), actual.StandardDeviation, ReferenceValues.FiveDecimals);
            Assert.Equal(row.Number("chance_to_win"), actual.ChanceToWin, ReferenceValues.FiveDecimals);
            Assert.Equal(row.GetProperty("risk")[0].GetDouble(), actual.RiskOfControl, ReferenceValues.FiveDecimals);
            Assert.Equal(row.GetProperty("risk")[1].GetDouble(), actual.RiskOfTreatment, ReferenceValues.FiveDecimals);
        }
    }

    [Fact]
    public void Risk_WhenReferenceValuesAreThere_IsTheirs()
    {
        foreach (var row in ReferenceValues.Section("bayesian_risk").EnumerateArray())
        {
            var (ofControl, ofTreatment) = BayesianTest.Risk(row.Number("mu"), row.Number("sigma"));
            Assert.Equal(row.GetProperty("risk")[0].GetDouble(), ofControl, 1e-12);
            Assert.Equal(row.GetProperty("risk")[1].GetDouble(), ofTreatment, 1e-12);
        }
    }

    [Fact]
    public void Posterior_WhenOfQuantiles_IsTheReferences()
    {
        var section = ReferenceValues.Section("bayesian_quantile");
        QuantileStatistic Side(string name)
        {
            var side = section.GetProperty(name);
            return new QuantileStatistic(
                side.GetProperty("n").GetInt64(), side.GetProperty("n_star").GetInt64(), section.Number("nu"),
                side.Number("hat"), side.Number("lower"), side.Number("upper"));
        }

        foreach (var row in section.GetProperty("results").EnumerateArray())
        {
            var scale = row.Text("difference", "") == "relative" ? EffectScale.Relative : EffectScale.Absolute;
            var estimate = EffectEstimate.Of(Side("control"), Side("treatment"), scale);
            AssertPosterior(row, BayesianTest.Run(estimate, Prior(row)), 1e-9);
        }
    }

    [Fact]
    public void ChanceToWin_WhenLowerIsBetter_IsThatOfTheOtherSide()
    {
        var (up, down) = (BayesianTest.Run(Better), BayesianTest.Run(Better, lowerIsBetter: true));
        Assert.Equal(1, up.ChanceToWin + down.ChanceToWin, 1e-12);
        Assert.Equal((up.RiskOfControl, up.RiskOfTreatment), (down.RiskOfTreatment, down.RiskOfControl));
    }

    [Fact]
    public void Posterior_WhenThePriorIsNarrower_LiesNearerToIt() => Laws.Hold(Gen.Choose(1, 1000), thousandths =>
    {
        var wide = BayesianTest.Run(Better, new NormalPrior(0, thousandths / 1000.0));
        var narrow = BayesianTest.Run(Better, new NormalPrior(0, thousandths / 2000.0));
        Assert.InRange(narrow.Effect, 0, wide.Effect);
        Assert.True(narrow.StandardDeviation < wide.StandardDeviation);
    });

    [Fact]
    public void Posterior_WhenThereIsNotEnough_SaysSoAtEvenChances()
    {
        var nothing = EffectEstimate.Of(MeanStatistic.Empty, MeanStatistic.Empty, EffectScale.Relative);
        var result = BayesianTest.Run(nothing, NormalPrior.Usual);
        Assert.Equal(Insufficiency.TooFewUnits, result.Insufficiency);
        Assert.Equal((0.5, 0, 0), (result.ChanceToWin, result.RiskOfControl, result.RiskOfTreatment));
    }

    [Fact]
    public void Posterior_WhenTheBaselineIsZero_LeavesTheRelativePriorOut()
    {
        var estimate = EffectEstimate.Of(
            new ProportionStatistic(100, 0), new ProportionStatistic(100, 5), EffectScale.Absolute);
        Assert.Equal(BayesianTest.Run(estimate), BayesianTest.Run(estimate, NormalPrior.Usual));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, double.NaN)]
    [InlineData(double.NaN, 1)]
    public void Posterior_WhenThePriorIsNone_IsRefused(double mean, double variance) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BayesianTest.Run(Better, new NormalPrior(mean, variance)));

    private static NormalPrior? Prior(JsonElement row)
    {
        var prior = row.GetProperty("prior");
        return prior.ValueKind == JsonValueKind.Null
            ? null
            : new NormalPrior(prior.Number("mean"), prior.Number("variance"));
    }

    private static void AssertPosterior(JsonElement row, BayesianResult actual, double tolerance)
    {
        Assert.True(actual.IsKnown);
        Assert.Equal(row.Number("expected"), actual.Effect, tolerance);
        Assert.Equal(row.GetProperty("ci")[0].GetDouble(), actual.Interval.Low, tolerance);
        Assert.Equal(row.GetProperty("ci")[1].GetDouble(), actual.Interval.High, tolerance);
    }
}
