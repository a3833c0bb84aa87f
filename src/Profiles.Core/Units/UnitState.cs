using Profiles.Core.Experiments.Assignments;
using Profiles.Core.Folding;

namespace Profiles.Core.Units;

/// <summary>
/// All that is kept of one unit: its profile, what it was assigned and, of a device, its link. Mutable; one grain owns
/// it. Changed by <see cref="UnitFold"/> alone.
/// </summary>
public sealed class UnitState
{
    /// <summary>Creates the state of a unit that nothing happened to.</summary>
    public UnitState()
        : this(new Profile(), null, 0)
    {
    }

    internal UnitState(Profile profile, string? linkedUserId, int linkGeneration)
    {
        Profile = profile;
        LinkedUserId = linkedUserId;
        LinkGeneration = linkGeneration;
    }

    /// <summary>
    /// The profile; of a linked device, an empty one. Its <see cref="Profile.LastSequence"/> is the log position of the
    /// last record of this unit, whatever that record was.
    /// </summary>
    public Profile Profile { get; internal set; }

    /// <summary>What the unit was assigned; of a linked device, none.</summary>
    public UnitAssignments Assignments { get; internal set; } = UnitAssignments.None;

    /// <summary>The user that this device is linked to; null while it is not, and of a user.</summary>
    public string? LinkedUserId { get; internal set; }

    /// <summary>How many times this device has been linked.</summary>
    public int LinkGeneration { get; internal set; }
}
