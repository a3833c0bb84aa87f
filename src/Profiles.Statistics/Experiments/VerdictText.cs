using Profiles.Statistics.Effects;
using Profiles.Statistics.Intervals;

namespace Profiles.Statistics.Experiments;

/// <summary>Verdicts in plain words.</summary>
internal static class VerdictText
{
    public static string Untrusted(IEnumerable<string> reasons) =>
        $"Do not trust these results: {string.Join("; ", reasons)}.";

    public static string Harmed(IEnumerable<MetricResult> guardrails, AnalysisOptions options) =>
        $"Guardrail harmed: {Changes(guardrails, options)}.";

    public static string Winner(IEnumerable<MetricResult> goals, AnalysisOptions options) =>
        $"Clear winner: {Changes(goals, options)}.";

    public static string Loser(IEnumerable<MetricResult> goals, AnalysisOptions options) =>
        $"Clear loser: {Changes(goals, options)}.";

    public static string Mixed(
        IEnumerable<MetricResult> better, IEnumerable<MetricResult> worse, AnalysisOptions options) =>
        $"Better in one goal and worse in another: {Changes(better, options)}, but {Changes(worse, options)}.";

    public static string Unclear(IReadOnlyList<MetricResult> goals, AnalysisOptions options)
    {
        if (goals.Count == 0) return "No clear difference yet: there is no goal to compare.";
        var known = goals.Where(goal => goal.Comparison!.Decisive.IsKnown).ToList();
        if (known.Count == 0)
            return $"No clear difference yet: {string.Join("; ", goals.Select(goal => NotEnough(goal)))}.";

        var found = known.Select(goal =>
            $"a change of {Amount(goal.Comparison!.DetectableEffect, goal.Comparison.Scale)} in {goal.Metric.Key}");
        return $"No clear difference yet: {Changes(known, options)}. With these units {string.Join(" or ", found)} "
            + $"would be found {options.TargetPower * 100:0.#} % of the time.";
    }

    private static string NotEnough(MetricResult goal) => goal.Comparison!.Decisive.Insufficiency switch
    {
        Insufficiency.TooFewUnits => $"{goal.Metric.Key} has too few units",
        Insufficiency.NoVariance => $"{goal.Metric.Key} is the same for every unit",
        Insufficiency.ZeroBaseline => $"{goal.Metric.Key} is 0 in the control",
        Insufficiency.ZeroDenominator => $"{goal.Metric.Key} has nothing in its denominator",
        _ => $"{goal.Metric.Key} is not measured rightly",
    };

    private static string Changes(IEnumerable<MetricResult> metrics, AnalysisOptions options) =>
        string.Join(", ", metrics.Select(metric => Change(metric, options)));

    private static string Change(MetricResult metric, AnalysisOptions options)
    {
        var comparison = metric.Comparison!;
        EffectResult decisive = comparison.Decisive;
        return $"{metric.Metric.Key} {Signed(decisive.Effect, comparison.Scale)} "
            + $"({(1 - options.Alpha) * 100:0.##} % interval {Signed(decisive.Interval.Low, comparison.Scale)} "
            + $"to {Signed(decisive.Interval.High, comparison.Scale)})";
    }

    private static string Signed(double value, EffectScale scale) =>
        (value < 0 ? "-" : "+") + Amount(Math.Abs(value), scale);

    private static string Amount(double value, EffectScale scale) =>
        scale == EffectScale.Relative ? $"{value * 100:0.##} %" : $"{value:G4}";
}
