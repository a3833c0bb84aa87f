using Profiles.Statistics.Samples;

namespace Profiles.Analytics.Metrics;

/// <summary>One metric over the units of one variant and segment.</summary>
/// <param name="Segment">The value of the dimension; empty where the exposure had none.</param>
/// <param name="Variant">The key of the variant.</param>
/// <param name="Statistic">The sums.</param>
public sealed record SegmentMetric(string Segment, string Variant, MetricStatistic Statistic);
