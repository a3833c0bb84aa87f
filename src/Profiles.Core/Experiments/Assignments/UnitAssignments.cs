using Profiles.Core.Binary;
using Profiles.Core.Conditions;
using Profiles.Core.Experiments.Exposures;
using Profiles.Core.Experiments.Flags;

namespace Profiles.Core.Experiments.Assignments;

/// <summary>
/// What a unit was assigned: folded from its exposures, in order of the log. The first variant of a bucket version
/// stays; of two units that become one, the user's stands before the device's. Immutable.
/// </summary>
/// <remarks>
/// It belongs to one identity, so it answers for every attribute that names it: what was assigned by a device's id is
/// found for the user who signed in on it.
/// </remarks>
public sealed class UnitAssignments : IStickyAssignments
{
    /// <summary>The most that are kept; beyond, the earliest goes.</summary>
    public const int Max = 256;

    // In ascending order of (experiment, bucket version).
    private readonly UnitAssignment[] _all;

    private UnitAssignments(UnitAssignment[] all) => _all = all;

    /// <summary>Those of a unit that met no variant.</summary>
    public static UnitAssignments None { get; } = new([]);

    /// <summary>All, by experiment and bucket version.</summary>
    public ReadOnlySpan<UnitAssignment> All => _all;

    /// <summary>How many there are.</summary>
    public int Count => _all.Length;

    /// <summary>The variant of a bucket version; null where there is none.</summary>
    public string? Find(string experiment, int bucketVersion) =>
        PlaceOf(experiment, bucketVersion) is >= 0 and var place ? _all[place].Variant : null;

    /// <inheritdoc/>
    string? IStickyAssignments.Find(string attribute, AttributeValue unit, string experiment, int bucketVersion) =>
        Find(experiment, bucketVersion);

    /// <inheritdoc/>
    bool IStickyAssignments.HasOlder(string attribute, AttributeValue unit, string experiment, int bucketVersion)
    {
        var place = PlaceOf(experiment, 0);
        if (place < 0) place = ~place;
        return place < _all.Length && _all[place].Experiment == experiment
            && _all[place].BucketVersion < bucketVersion;
    }

    /// <summary>Those with an exposure; the same where it changes nothing.</summary>
    public UnitAssignments With(Exposure exposure) => With(new UnitAssignment(
        exposure.Experiment, exposure.BucketVersion, exposure.Variant, exposure.OccurredAtUnixMs));

    /// <summary>Those with another unit's where there are none of the same bucket version.</summary>
    public UnitAssignments With(UnitAssignments other)
    {
        var merged = this;
        foreach (var assignment in other._all) merged = merged.With(assignment);
        return merged;
    }

    internal void Write(ref SpanWriter writer)
    {
        writer.Unsigned((uint)_all.Length);
        foreach (var (experiment, bucketVersion, variant, at) in _all)
        {
            writer.String(experiment);
            writer.Unsigned((uint)bucketVersion);
            writer.String(variant);
            writer.Signed(at);
        }
    }

    internal static UnitAssignments Read(ref SpanReader reader)
    {
        var all = new UnitAssignment[reader.Count(4, Max)];
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = new UnitAssignment(reader.String(), reader.Int32(), reader.String(), reader.Signed());
            if (i > 0 && Compare(all[i - 1], all[i].Experiment, all[i].BucketVersion) >= 0)
                throw new InvalidDataException("Assignments do not ascend by experiment and bucket version.");
        }

        return all.Length == 0 ? None : new UnitAssignments(all);
    }

    private UnitAssignments With(in UnitAssignment assignment)
    {
        var place = PlaceOf(assignment.Experiment, assignment.BucketVersion);
        if (place >= 0) return this;
        var all = new List<UnitAssignment>(_all);
        all.Insert(~place, assignment);
        if (all.Count > Max) all.RemoveAt(IndexOfEarliest(all));
        return new UnitAssignments([.. all]);
    }

    private static int IndexOfEarliest(List<UnitAssignment> all)
    {
        var earliest = 0;
        for (var i = 1; i < all.Count; i++)
            if (all[i].AtUnixMs < all[earliest].AtUnixMs) earliest = i;
        return earliest;
    }

    private static int Compare(in UnitAssignment assignment, string experiment, int bucketVersion)
    {
        var order = string.CompareOrdinal(assignment.Experiment, experiment);
        return order != 0 ? order : assignment.BucketVersion.CompareTo(bucketVersion);
    }

    // The place, or the complement of where it would stand.
    private int PlaceOf(string experiment, int bucketVersion)
    {
        var (from, to) = (0, _all.Length);
        while (from < to)
        {
            var middle = (from + to) / 2;
            var order = Compare(_all[middle], experiment, bucketVersion);
            if (order == 0) return middle;
            if (order < 0) from = middle + 1;
            else to = middle;
        }

        return ~from;
    }
}
