using System.Collections.Immutable;
using Profiles.Statistics.Corrections;
using Profiles.Statistics.Effects;
using Profiles.Statistics.Experiments;
using Profiles.Statistics.Health;
using Profiles.Statistics.Intervals;
using Profiles.Statistics.Samples;

namespace Profiles.Statistics.Tests.Experiments;

public sealed class ExperimentAnalysisTests
{
    private static readonly AnalysisOptions Once = new() { Sequential = false };

    private static readonly AnalysedMetric Plays = new("plays");

    private static readonly AnalysedMetric Crashes =
        new("crashes") { Role = MetricRole.Guardrail, LowerIsBetter = true };

    [Fact]
    public void Verdict_WhenAGoalIsClearlyBetter_IsAClearWinner()
    {
        var treatment = Treatment(Run([Plays], [Share(1000)], [Share(1100)]));
        Assert.Equal(Verdict.ClearWinner, treatment.Verdict);
        Assert.StartsWith(
            "Clear winner: plays +10 % (95 % interval +", treatment.Explanation, StringComparison.Ordinal);
        var comparison = treatment.Metrics[0].Comparison!;
        Assert.Equal(0.1, comparison.Relative.Effect, 1e-12);
        Assert.Equal(0.01, comparison.Absolute.Effect, 1e-12);
        Assert.Equal(comparison.PValue, comparison.AdjustedPValue);
        Assert.True(comparison.Posterior.ChanceToWin > 0.98);
    }

    [Fact]
    public void Verdict_WhenAGoalIsClearlyWorse_IsAClearLoser()
    {
        Assert.Equal(Verdict.ClearLoser, Treatment(Run([Plays], [Share(1100)], [Share(1000)])).Verdict);
        var lower = Plays with { LowerIsBetter = true };
        var treatment = Treatment(Run([lower], [Share(1000)], [Share(1100)]));
        Assert.Equal(Verdict.ClearLoser, treatment.Verdict);
        Assert.True(treatment.Metrics[0].Comparison!.Posterior.ChanceToWin < 0.02);
    }

    [Fact]
    public void Verdict_WhenGoalsDisagree_IsMixed()
    {
        var treatment = Treatment(Run(
            [Plays, new AnalysedMetric("likes")], [Share(1000), Share(1100)], [Share(1100), Share(1000)]));
        Assert.Equal(Verdict.Mixed, treatment.Verdict);
        Assert.StartsWith(
            "Better in one goal and worse in another: plays +10 %", treatment.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Verdict_WhenNothingDiffers_TellsTheEffectThatWouldBeFound()
    {
        var treatment = Treatment(Run([Plays], [Share(1000)], [Share(1010)]));
        Assert.Equal(Verdict.NoClearDifferenceYet, treatment.Verdict);
        // (1.96 + 0.84) √(0.09/10000 + 0.09/10000 · 1.01²) / 0.1, by hand.
        Assert.Equal(0.1194, treatment.Metrics[0].Comparison!.DetectableEffect, 1e-3);
        Assert.Contains("With these units a change of 11.9", treatment.Explanation, StringComparison.Ordinal);
        Assert.Contains("in plays would be found 80 % of the time.", treatment.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Verdict_WhenAGuardrailIsWorse_IsHarmWhateverTheGoalsSay()
    {
        var treatment = Treatment(Run(
            [Plays, Crashes], [Share(1000), Share(100)], [Share(1100), Share(160)]));
        Assert.Equal(Verdict.GuardrailHarmed, treatment.Verdict);
        Assert.StartsWith("Guardrail harmed: crashes +60 %", treatment.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Verdict_WhenAGuardrailsHarmIsWithinItsMargin_LooksAtTheGoals()
    {
        var tolerant = Crashes with { Margin = 0.5 };
        var treatment = Treatment(Run(
            [Plays, tolerant], [Share(1000), Share(100)], [Share(1100), Share(160)]));
        Assert.Equal(Verdict.ClearWinner, treatment.Verdict);
        Assert.Equal(MetricStanding.Unclear, treatment.Metrics[1].Comparison!.Standing);
    }

    [Fact]
    public void Verdict_WhenTheControlHasNone_IsInTheMetricsUnit()
    {
        var treatment = Treatment(Run([Plays, Crashes], [Share(1000), Share(0)], [Share(1000), Share(50)]));
        Assert.Equal(Verdict.GuardrailHarmed, treatment.Verdict);
        Assert.Equal(EffectScale.Absolute, treatment.Metrics[1].Comparison!.Scale);
        Assert.StartsWith("Guardrail harmed: crashes +0.005 (", treatment.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Verdict_WhenTheSplitIsBroken_IsNotToTrust()
    {
        var sample = Sample([Plays], [Share(1000)], [Share(1100)]);
        var broken = sample with
        {
            Variants = [sample.Variants[0], sample.Variants[1] with { Units = 10_900 }],
        };
        var result = ExperimentAnalysis.Run(broken, Once);
        Assert.False(result.IsTrustworthy);
        Assert.Equal(Verdict.DoNotTrust, Treatment(result).Verdict);
        Assert.StartsWith(
            "Do not trust these results: the units do not split as the weights say (p below 0.000001",
            Treatment(result).Explanation, StringComparison.Ordinal);
        Assert.Contains(
            result.Health,
            finding => finding is { Check: HealthCheck.MetricUnits, Status: HealthStatus.Watch });
    }

    [Fact]
    public void Verdict_WhenUnitsMetSeveralVariants_IsNotToTrust()
    {
        var sample = Sample([Plays], [Share(1000)], [Share(1100)]) with { UnitsOfSeveralVariants = 300 };
        var treatment = Treatment(ExperimentAnalysis.Run(sample, Once));
        Assert.Equal(Verdict.DoNotTrust, treatment.Verdict);
        Assert.Contains("300 units (1.5 %) met several variants", treatment.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Analysis_WhenThereAreSeveralTreatmentsAndGoals_CorrectsThemAsOneFamily()
    {
        var goals = ImmutableArray.Create(Plays, new AnalysedMetric("likes"), Crashes);
        var sample = new ExperimentSample(goals,
        [
            new AnalysedVariant("control", 1, 10_000, [Share(1000), Share(1000), Share(100)]),
            new AnalysedVariant("a", 1, 10_000, [Share(1090), Share(1030), Share(120)]),
            new AnalysedVariant("b", 1, 10_000, [Share(1060), Share(1000), Share(100)]),
        ]);
        var result = ExperimentAnalysis.Run(sample, Once);
        var family = result.Variants.Skip(1).SelectMany(variant => variant.Metrics.Take(2)).ToList();
        Assert.Equal(
            MultipleTesting.Holm([.. family.Select(metric => metric.Comparison!.PValue)]),
            family.Select(metric => metric.Comparison!.AdjustedPValue));
        foreach (var variant in result.Variants.Skip(1))
            Assert.Equal(variant.Metrics[2].Comparison!.PValue, variant.Metrics[2].Comparison!.AdjustedPValue);
        // Alone it would win, among four it does not.
        Assert.Equal(Verdict.NoClearDifferenceYet, result.Variants[1].Verdict);
        Assert.Equal(
            Verdict.ClearWinner,
            ExperimentAnalysis.Run(sample, Once with { Correction = Correction.None }).Variants[1].Verdict);
    }

    [Fact]
    public void Analysis_WhenSequential_HasTheWiderIntervals()
    {
        var sample = Sample([Plays], [Share(1000)], [Share(1060)]);
        var once = Treatment(ExperimentAnalysis.Run(sample, Once)).Metrics[0].Comparison!;
        var always = Treatment(ExperimentAnalysis.Run(sample, new AnalysisOptions())).Metrics[0].Comparison!;
        Assert.Equal(once.Relative.Effect, always.Relative.Effect);
        Assert.True(always.Relative.Interval.Low < once.Relative.Interval.Low);
        Assert.True(always.DetectableEffect > once.DetectableEffect);
    }

    [Fact]
    public void Analysis_WhenThePastIsLeftOut_IsThatOfTheOutcomesAlone()
    {
        var (a, b) = (Adjusted(0), Adjusted(1));
        var with = Treatment(Run([Plays], [a], [b], Once)).Metrics[0].Comparison!;
        var without = Treatment(Run([Plays], [a], [b], Once with { AdjustByPast = false })).Metrics[0].Comparison!;
        var plain = WelchTest.Run(EffectEstimate.Of(a.Post, b.Post, EffectScale.Relative));
        Assert.Equal(plain, without.Relative);
        Assert.True(with.Relative.StandardError < without.Relative.StandardError);
    }

    [Fact]
    public void Analysis_WhenAMetricIsMissing_SaysThatThereIsNotEnough()
    {
        var treatment = Treatment(Run([Plays], [null], [Share(1100)]));
        Assert.Equal(Verdict.NoClearDifferenceYet, treatment.Verdict);
        Assert.Equal(MetricStanding.NotEnough, treatment.Metrics[0].Comparison!.Standing);
        Assert.Equal(0.11, treatment.Metrics[0].Value, 1e-12);
        Assert.Equal(
            Insufficiency.TooFewUnits, Treatment(Run([Plays], [null], [null])).Metrics[0].Insufficiency);
    }

    [Fact]
    public void Analysis_WhenNoUnitCameYet_SaysWhatIsMissing()
    {
        var sample = new ExperimentSample(
            [Plays],
            [
                new AnalysedVariant("control", 1, 0, [ProportionStatistic.Empty]),
                new AnalysedVariant("a", 1, 0, [ProportionStatistic.Empty]),
            ]);
        var result = ExperimentAnalysis.Run(sample, new AnalysisOptions());
        Assert.True(result.IsTrustworthy);
        Assert.All(result.Health, finding => Assert.True(finding.Status is HealthStatus.NotEnough));
        Assert.Equal("No clear difference yet: plays has too few units.", Treatment(result).Explanation);
    }

    [Fact]
    public void Analysis_WhenThereIsNoGoal_SaysSo() => Assert.Equal(
        "No clear difference yet: there is no goal to compare.",
        Treatment(Run([Crashes], [Share(100)], [Share(100)])).Explanation);

    [Fact]
    public void Analysis_WhenTheSampleIsIncomplete_IsRefused()
    {
        var noVariant = new ExperimentSample([Plays], []);
        Assert.Throws<ArgumentException>(() => ExperimentAnalysis.Run(noVariant, Once));
        var noStatistic = new ExperimentSample([Plays], [new AnalysedVariant("control", 1, 0, [])]);
        Assert.Throws<ArgumentException>(() => ExperimentAnalysis.Run(noStatistic, Once));
        var noMargin = Sample([Crashes with { Margin = double.NaN }], [Share(1)], [Share(1)]);
        Assert.Throws<ArgumentException>(() => ExperimentAnalysis.Run(noMargin, Once));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => ExperimentAnalysis.Run(Sample([Plays], [Share(1)], [Share(1)]), Once with { Alpha = 0 }));
    }

    private static ProportionStatistic Share(double successes) => new(10_000, successes);

    // A hundred times the same units, each with its own past, which tells most of what it does.
    private static AdjustedMeanStatistic Adjusted(double lift)
    {
        double[] pre = [4, 8, 12, 16], post = [5 + lift, 7 + lift, 13 + lift, 15 + lift];
        var all = new AdjustedMeanStatistic(MeanStatistic.Empty, MeanStatistic.Empty, 0);
        var one = new AdjustedMeanStatistic(
            MeanStatistic.Of(post), MeanStatistic.Of(pre), post.Zip(pre, (x, y) => x * y).Sum());
        for (var i = 0; i < 100; i++) all = all.Merge(one);
        return all;
    }

    private static ExperimentSample Sample(
        ImmutableArray<AnalysedMetric> metrics,
        ImmutableArray<MetricStatistic?> control,
        ImmutableArray<MetricStatistic?> treatment) => new(
        metrics,
        [
            new AnalysedVariant("control", 0.5, control[0]?.Units ?? 10_000, control),
            new AnalysedVariant("treatment", 0.5, treatment[0]?.Units ?? 10_000, treatment),
        ]);

    private static ExperimentResult Run(
        ImmutableArray<AnalysedMetric> metrics,
        ImmutableArray<MetricStatistic?> control,
        ImmutableArray<MetricStatistic?> treatment,
        AnalysisOptions? options = null) =>
        ExperimentAnalysis.Run(Sample(metrics, control, treatment), options ?? Once);

    private static VariantResult Treatment(ExperimentResult result)
    {
        Assert.Null(result.Variants[0].Verdict);
        return result.Variants[1];
    }
}
