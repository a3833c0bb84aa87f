using System.Collections.Immutable;
using Profiles.Statistics.Samples;

namespace Profiles.Statistics.Experiments;

/// <summary>A variant with what its units did.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Weight">Its part of the units as configured, in any unit; 0 leaves it out of the split's check.</param>
/// <param name="Units">The units that met it, and no other variant.</param>
/// <param name="Metrics">One for each metric of the sample, in its order; null where there is none.</param>
public sealed record AnalysedVariant(
    string Key, double Weight, long Units, ImmutableArray<MetricStatistic?> Metrics);
