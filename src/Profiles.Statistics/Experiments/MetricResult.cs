using Profiles.Statistics.Effects;

namespace Profiles.Statistics.Experiments;

/// <summary>One metric of one variant.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Units">Over how many units (of a quantile: values) it is measured.</param>
/// <param name="Insufficiency">Why there is no value; then it is 0.</param>
/// <param name="Value">Its value, as measured.</param>
/// <param name="Comparison">The comparison with the control; null of the control itself.</param>
public sealed record MetricResult(
    AnalysedMetric Metric, long Units, Insufficiency Insufficiency, double Value, MetricComparison? Comparison);
