using System.Collections.Immutable;
using Profiles.Statistics.Bayesian;
using Profiles.Statistics.Corrections;
using Profiles.Statistics.Effects;
using Profiles.Statistics.Health;
using Profiles.Statistics.Intervals;
using Profiles.Statistics.Samples;

namespace Profiles.Statistics.Experiments;

/// <summary>
/// Reads an experiment: checks its health, compares every treatment with the control, and says what to make of it.
/// </summary>
public static class ExperimentAnalysis
{
    /// <summary>Reads an experiment.</summary>
    /// <param name="sample">What its units did; the first variant is the control.</param>
    /// <param name="options">How to read it.</param>
    /// <exception cref="ArgumentException">
    /// There is no variant, one has not one statistic a metric, or a margin is not 0 or more.
    /// </exception>
    public static ExperimentResult Run(ExperimentSample sample, AnalysisOptions options)
    {
        options.Check();
        if (sample.Variants.IsEmpty) throw new ArgumentException("There is no variant.", nameof(sample));
        if (sample.Variants.Any(variant => variant.Metrics.Length != sample.Metrics.Length))
            throw new ArgumentException("A variant has not one statistic for each metric.", nameof(sample));
        if (sample.Metrics.FirstOrDefault(metric => !(metric.Margin >= 0)) is { } without)
            throw new ArgumentException($"The margin of {without.Key} is not 0 or more.", nameof(sample));

        var units = sample.Variants.Select(variant => variant.Units).ToArray();
        var ratio = SampleRatio.Check(units, [.. sample.Variants.Select(variant => variant.Weight)]);
        var several = MultipleExposures.Check(
            sample.UnitsOfSeveralVariants, units.Sum() + Math.Max(0, sample.UnitsOfSeveralVariants));
        ImmutableArray<HealthFinding> health =
            [ExperimentHealth.Of(ratio), ExperimentHealth.Of(several), .. ExperimentHealth.OfMetrics(sample)];

        var control = sample.Variants[0];
        var comparisons = sample.Variants.Skip(1)
            .Select(variant => Compare(sample, control, variant, options)).ToList();
        Correct(sample.Metrics, comparisons, options);
        var variants = ImmutableArray.CreateBuilder<VariantResult>(sample.Variants.Length);
        variants.Add(new VariantResult(
            control.Key, control.Weight, control.Units, Results(sample.Metrics, control, null), null,
            "The control, with which the others are compared."));
        foreach (var (variant, compared) in sample.Variants.Skip(1).Zip(comparisons))
        {
            var metrics = Results(sample.Metrics, variant, compared);
            var (verdict, explanation) = Judge(metrics, health, options);
            variants.Add(new VariantResult(
                variant.Key, variant.Weight, variant.Units, metrics, verdict, explanation));
        }

        return new ExperimentResult(variants.MoveToImmutable(), health, ratio, several);
    }

    private static MetricComparison[] Compare(
        ExperimentSample sample, AnalysedVariant control, AnalysedVariant treatment, AnalysisOptions options)
    {
        var comparisons = new MetricComparison[sample.Metrics.Length];
        for (var i = 0; i < comparisons.Length; i++)
        {
            MetricStatistic a = Statistic(control.Metrics[i], options), b = Statistic(treatment.Metrics[i], options);
            comparisons[i] = Compare(sample.Metrics[i], a, b, options);
        }

        return comparisons;
    }

    private static MetricComparison Compare(
        AnalysedMetric metric, MetricStatistic control, MetricStatistic treatment, AnalysisOptions options)
    {
        var relative = EffectEstimate.Of(control, treatment, EffectScale.Relative);
        var absolute = EffectEstimate.Of(control, treatment, EffectScale.Absolute);
        // A change from nothing is no part of it, but it is a change.
        var scale = options.Scale == EffectScale.Relative && !relative.IsKnown && absolute.IsKnown
            ? EffectScale.Absolute
            : options.Scale;
        var decisive = scale == EffectScale.Relative ? relative : absolute;
        var (ofRelative, ofAbsolute) = (Test(relative, options), Test(absolute, options));
        var result = scale == EffectScale.Relative ? ofRelative : ofAbsolute;
        return new MetricComparison
        {
            Relative = ofRelative,
            Absolute = ofAbsolute,
            Scale = scale,
            AdjustedPValue = result.PValue,
            Posterior = BayesianTest.Run(
                decisive, metric.Prior ?? options.Prior, metric.LowerIsBetter, options.Alpha),
            DetectableEffect = Detectable(result, options),
            Standing = MetricStanding.NotEnough,
        };
    }

    private static EffectResult Test(EffectEstimate estimate, AnalysisOptions options) => options.Sequential
        ? ConfidenceSequence.Run(estimate, Alternative.TwoSided, options.Alpha, options.SequentialTuning)
        : WelchTest.Run(estimate, Alternative.TwoSided, options.Alpha);

    // An effect of half the interval's width is found half of the time; z of the power's errors more, that often.
    private static double Detectable(EffectResult result, AnalysisOptions options) => result.IsKnown
        ? (result.Interval.High - result.Interval.Low) / 2
            + result.StandardError * Math.Max(0, Distributions.NormalQuantile(options.TargetPower))
        : 0;

    private static MetricStatistic Statistic(MetricStatistic? statistic, AnalysisOptions options) => statistic switch
    {
        null => MeanStatistic.Empty,
        AdjustedMeanStatistic adjusted when !options.AdjustByPast => adjusted.Post,
        AdjustedRatioStatistic adjusted when !options.AdjustByPast => adjusted.Post,
        _ => statistic,
    };

    // All goals of all treatments are one family of tests; what cannot be tested is no member.
    private static void Correct(
        ImmutableArray<AnalysedMetric> metrics, List<MetricComparison[]> comparisons, AnalysisOptions options)
    {
        var family = (
            from treatment in Enumerable.Range(0, comparisons.Count)
            from metric in Enumerable.Range(0, metrics.Length)
            where metrics[metric].Role == MetricRole.Goal && comparisons[treatment][metric].Decisive.IsKnown
            select (treatment, metric)).ToArray();
        double[] raw = [.. family.Select(member => comparisons[member.treatment][member.metric].PValue)];
        var adjusted = options.Correction switch
        {
            Correction.Holm => MultipleTesting.Holm(raw),
            Correction.BenjaminiHochberg => MultipleTesting.BenjaminiHochberg(raw),
            _ => raw,
        };
        for (var i = 0; i < family.Length; i++)
        {
            var (treatment, metric) = family[i];
            comparisons[treatment][metric] = comparisons[treatment][metric] with { AdjustedPValue = adjusted[i] };
        }

        foreach (var treatment in comparisons)
            for (var i = 0; i < treatment.Length; i++)
                treatment[i] = treatment[i] with { Standing = Standing(metrics[i], treatment[i], options) };
    }

    private static MetricStanding Standing(
        AnalysedMetric metric, MetricComparison comparison, AnalysisOptions options)
    {
        var decisive = comparison.Decisive;
        if (!decisive.IsKnown) return MetricStanding.NotEnough;
        var isBetter = decisive.Effect > 0 != metric.LowerIsBetter;
        if (metric.Role == MetricRole.Guardrail && !isBetter)
        {
            var mildestHarm = metric.LowerIsBetter ? decisive.Interval.Low : -decisive.Interval.High;
            return mildestHarm > metric.Margin ? MetricStanding.Worse : MetricStanding.Unclear;
        }

        if (comparison.AdjustedPValue >= options.Alpha || decisive.Effect == 0) return MetricStanding.Unclear;
        return isBetter ? MetricStanding.Better : MetricStanding.Worse;
    }

    private static ImmutableArray<MetricResult> Results(
        ImmutableArray<AnalysedMetric> metrics, AnalysedVariant variant, MetricComparison[]? comparisons) =>
    [
        .. metrics.Select((metric, i) =>
        {
            var statistic = variant.Metrics[i] ?? MeanStatistic.Empty;
            var missing = statistic.Units == 0 ? Insufficiency.TooFewUnits : statistic.Check();
            // One unit has a value, even if it cannot be compared.
            if (missing == Insufficiency.TooFewUnits && statistic.Units > 0) missing = Insufficiency.None;
            var value = missing == Insufficiency.None ? statistic.UnadjustedValue : 0;
            return new MetricResult(metric, statistic.Units, missing, value, comparisons?[i]);
        }),
    ];

    private static (Verdict Verdict, string Explanation) Judge(
        ImmutableArray<MetricResult> metrics, ImmutableArray<HealthFinding> health, AnalysisOptions options)
    {
        var alerts = health.Where(finding => finding.Status == HealthStatus.Alert).ToList();
        if (alerts.Count > 0)
            return (Verdict.DoNotTrust, VerdictText.Untrusted(alerts.Select(alert => alert.Reason)));

        List<MetricResult> Of(MetricRole role, MetricStanding standing) => [.. metrics.Where(
            metric => metric.Metric.Role == role && metric.Comparison!.Standing == standing)];
        var harmed = Of(MetricRole.Guardrail, MetricStanding.Worse);
        if (harmed.Count > 0) return (Verdict.GuardrailHarmed, VerdictText.Harmed(harmed, options));

        var better = Of(MetricRole.Goal, MetricStanding.Better);
        var worse = Of(MetricRole.Goal, MetricStanding.Worse);
        return (better.Count > 0, worse.Count > 0) switch
        {
            (true, true) => (Verdict.Mixed, VerdictText.Mixed(better, worse, options)),
            (true, false) => (Verdict.ClearWinner, VerdictText.Winner(better, options)),
            (false, true) => (Verdict.ClearLoser, VerdictText.Loser(worse, options)),
            _ => (
                Verdict.NoClearDifferenceYet,
                VerdictText.Unclear([.. metrics.Where(metric => metric.Metric.Role == MetricRole.Goal)], options)),
        };
    }
}
