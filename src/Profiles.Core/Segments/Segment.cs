using System.Collections.Immutable;
using Profiles.Core.Conditions;

namespace Profiles.Core.Segments;

/// <summary>A segment, compiled.</summary>
/// <param name="Definition">As it was written.</param>
/// <param name="Condition">Whom it holds.</param>
public sealed record Segment(SegmentDefinition Definition, Condition Condition)
{
    /// <summary>
    /// Why this build cannot compile a segment that an earlier one took; it then holds nobody. Empty for all others.
    /// </summary>
    public ImmutableArray<ConditionError> Problems { get; init; } = [];
}
