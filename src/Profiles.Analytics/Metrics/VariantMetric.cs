using Profiles.Statistics.Samples;

namespace Profiles.Analytics.Metrics;

/// <summary>One metric over the units of one variant, as <c>Profiles.Statistics</c> takes it.</summary>
/// <param name="Variant">The key of the variant.</param>
/// <param name="Statistic">The sums.</param>
public sealed record VariantMetric(string Variant, MetricStatistic Statistic);
