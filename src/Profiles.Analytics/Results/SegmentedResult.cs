using System.Collections.Immutable;
using Profiles.Statistics.Experiments;

namespace Profiles.Analytics.Results;

/// <summary>What an experiment found by a dimension of the units' first exposures.</summary>
/// <param name="Segments">The values of most units, each read as an experiment of its own; empty where it was none.
/// </param>
/// <param name="OtherSegments">How many more values there are.</param>
/// <param name="OtherUnits">How many units have them.</param>
public sealed record SegmentedResult(
    ImmutableArray<(string Value, ExperimentResult Result)> Segments, long OtherSegments, long OtherUnits);
