using System.Collections.Immutable;

namespace Profiles.Analytics.Metrics;

/// <summary>One metric of each variant that has units, at the end of a day.</summary>
/// <param name="Day">The UTC day.</param>
/// <param name="Variants">The variants in the order of their keys; their statistics are over all units so far.</param>
public sealed record DailyMetric(DateOnly Day, ImmutableArray<VariantMetric> Variants);
