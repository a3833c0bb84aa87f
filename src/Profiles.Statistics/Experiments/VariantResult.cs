using System.Collections.Immutable;

namespace Profiles.Statistics.Experiments;

/// <summary>One variant of an experiment.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Weight">Its weight as configured.</param>
/// <param name="Units">The units that met it.</param>
/// <param name="Metrics">Its metrics, in the sample's order.</param>
/// <param name="Verdict">What to make of it; null of the control.</param>
/// <param name="Explanation">The same in plain words.</param>
public sealed record VariantResult(
    string Key,
    double Weight,
    long Units,
    ImmutableArray<MetricResult> Metrics,
    Verdict? Verdict,
    string Explanation);
