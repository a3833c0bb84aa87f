using Profiles.Core.Conditions;

namespace Profiles.Core.Experiments.Flags;

/// <summary>What units were assigned before, so that they stay where they are when an experiment changes.</summary>
public interface IStickyAssignments
{
    /// <summary>The key of the variant that a unit was assigned; null where it was none.</summary>
    /// <param name="attribute">The name of the attribute that names the unit.</param>
    /// <param name="unit">Its value; never null, false, 0 or empty.</param>
    /// <param name="experiment">The key of the experiment.</param>
    /// <param name="bucketVersion">The version of the experiment's buckets.</param>
    string? Find(string attribute, AttributeValue unit, string experiment, int bucketVersion);

    /// <summary>Whether a unit was assigned a variant of a bucket version from 0 to below the given one.</summary>
    bool HasOlder(string attribute, AttributeValue unit, string experiment, int bucketVersion);
}
