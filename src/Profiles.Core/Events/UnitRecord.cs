using Profiles.Core.Experiments.Assignments;
using Profiles.Core.Experiments.Exposures;
namespace Profiles.Core.Events;

/// <summary>
/// Something that changes one unit's profile, as it stands in the log. The cases are all here; one that a build does
/// not know is refused where records are decoded (<see cref="UnknownRecordException"/>), so that a fold meets only
/// these.
/// </summary>
public abstract record UnitRecord
{
    private UnitRecord()
    {
    }

    /// <summary>The unit did something, or was shown something.</summary>
    /// <param name="Event">What.</param>
    public sealed record Viewing(ViewingEvent Event) : UnitRecord;

    /// <summary>The device, whose record it is, belongs to a user from here on.</summary>
    /// <param name="UserId">The user, of the same tenant.</param>
    /// <param name="Generation">How many times the device has been linked, this one included.</param>
    public sealed record DeviceLinked(string UserId, int Generation) : UnitRecord;

    /// <summary>The device belongs to nobody from here on.</summary>
    /// <param name="Generation">The generation of the link that ends.</param>
    public sealed record DeviceUnlinked(int Generation) : UnitRecord;

    /// <summary>A device's profile is merged into the user, whose record it is.</summary>
    /// <param name="FromDevice">The device's id.</param>
    /// <param name="Generation">The generation of the link.</param>
    /// <param name="Snapshot">The device's profile, as <c>ProfileCodec</c> wrote it.</param>
    public sealed record ProfileMerged(string FromDevice, int Generation, byte[] Snapshot) : UnitRecord
    {
        /// <summary>What the device was assigned.</summary>
        public UnitAssignments Assignments { get; init; } = UnitAssignments.None;
    }

    /// <summary>The unit met a variant of an experiment.</summary>
    /// <param name="Exposure">Which.</param>
    public sealed record Exposed(Exposure Exposure) : UnitRecord;
}
