using System.Collections.Immutable;

namespace Profiles.Analytics.Metrics;

/// <summary>How many units of each variant and segment there are, the largest segments first.</summary>
/// <param name="Segments">The largest, each with its units by variant.</param>
/// <param name="OtherSegments">How many more segments there are.</param>
/// <param name="OtherUnits">How many units are in them.</param>
public sealed record SegmentUnits(
    ImmutableArray<(string Segment, ImmutableSortedDictionary<string, long> ByVariant)> Segments, long OtherSegments,
    long OtherUnits);
