using System.Collections.Immutable;

namespace Profiles.Core.Experiments.Definitions;

/// <summary>Which segments a unit must be in.</summary>
/// <param name="AllOf">In every one of these.</param>
/// <param name="AnyOf">In at least one of these; of none, no matter.</param>
/// <param name="NoneOf">In none of these.</param>
public sealed record SegmentRule(
    ImmutableArray<string> AllOf, ImmutableArray<string> AnyOf, ImmutableArray<string> NoneOf);
