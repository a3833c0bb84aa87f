using System.Collections.Immutable;
using Profiles.Core.Folding;
using Profiles.Core.Segments;
using Profiles.Core.Units;

namespace Profiles.Grains;

/// <summary>The segments that hold one profile, as of a version of it and a plan: worked out once for both.</summary>
internal sealed record SegmentMatch(SegmentPlan Plan, long Version, long Sequence, ImmutableArray<string> Keys)
{
    public static SegmentMatch Of(SegmentPlan plan, UnitKey unit, ProfileView profile) =>
        new(plan, profile.Version, profile.LastSequence, plan.Match(unit, profile));

    public bool IsOf(SegmentPlan plan, ProfileView profile) =>
        ReferenceEquals(Plan, plan) && Version == profile.Version && Sequence == profile.LastSequence;
}
