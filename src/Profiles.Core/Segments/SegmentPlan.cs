using System.Collections.Immutable;
using Profiles.Core.Folding;
using Profiles.Core.Units;

namespace Profiles.Core.Segments;

/// <summary>All segments of one moment, compiled. Immutable; swapped whole.</summary>
public sealed class SegmentPlan
{
    /// <summary>Creates a plan.</summary>
    /// <param name="version">Grows with each change.</param>
    /// <param name="segments">The segments, each key once, in any order.</param>
    public SegmentPlan(long version, IEnumerable<Segment> segments)
    {
        Version = version;
        Segments = [.. segments.OrderBy(segment => segment.Definition.Key, StringComparer.Ordinal)];
    }

    /// <summary>A plan without segments, before any change.</summary>
    public static SegmentPlan Empty { get; } = new(0, []);

    /// <summary>Grows with each change; 0 before the first.</summary>
    public long Version { get; }

    /// <summary>The segments in order of their keys.</summary>
    public ImmutableArray<Segment> Segments { get; }

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => Segments.IsEmpty;

    /// <summary>The keys of the segments that hold a unit, in order.</summary>
    public ImmutableArray<string> Match(UnitKey unit, ProfileView profile)
    {
        if (IsEmpty) return [];
        var attributes = new ProfileAttributeReader(unit, profile);
        var keys = ImmutableArray.CreateBuilder<string>();
        foreach (var segment in Segments)
            if (segment.Condition.IsMetBy(attributes)) keys.Add(segment.Definition.Key);
        return keys.DrainToImmutable();
    }
}
