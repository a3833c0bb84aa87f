using System.Buffers;
using System.Globalization;
using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Core.Experiments.Assignments;
using Profiles.Core.Experiments.Exposures;
using Profiles.Core.Folding;

namespace Profiles.Core.Units;

/// <summary>
/// The fold of a unit's records into its state, live and in a rebuild. A record is first asked what it calls for
/// elsewhere (<see cref="AppendFor"/>); once that is durable, it is applied (<see cref="Apply"/>). Whoever only
/// rebuilds applies: what the records called for is in the log already.
/// </summary>
public static class UnitFold
{
    /// <summary>Whether the state includes the record at this position of the log.</summary>
    public static bool Includes(UnitState state, long sequence) => sequence <= state.Profile.LastSequence;

    /// <summary>
    /// What must be appended to another unit's log before the record is applied; null for most. The same record asks
    /// for the same append under the same key however often it is delivered.
    /// </summary>
    public static UnitAppend? AppendFor(UnitKey unit, UnitState state, UnitRecord record)
    {
        switch (record)
        {
            case UnitRecord.Viewing viewing:
                if (state.LinkedUserId is null) return null;
                var user = UnitKey.User(unit.Tenant, state.LinkedUserId);

                // The user's key: by the device's it would repeat the record that is being folded, where both units
                // are of one partition.
                return new UnitAppend(user, UnitRecordCodec.DedupeKey(user, viewing.Event.Id), record);

            case UnitRecord.DeviceLinked linked:
                if (!Begins(state, linked)) return null;
                var snapshot = new ArrayBufferWriter<byte>();
                ProfileCodec.Write(state.Profile, snapshot);
                return new UnitAppend(
                    UnitKey.User(unit.Tenant, linked.UserId),
                    KeyOf(unit, "merged", linked.Generation),
                    new UnitRecord.ProfileMerged(unit.Id, linked.Generation, snapshot.WrittenSpan.ToArray())
                    {
                        Assignments = state.Assignments,
                    });

            case UnitRecord.Exposed exposed:
                if (state.LinkedUserId is null) return null;
                var owner = UnitKey.User(unit.Tenant, state.LinkedUserId);
                return Expose(owner, exposed.Exposure);

            case UnitRecord.DeviceUnlinked or UnitRecord.ProfileMerged:
                return null;

            default:
                throw new ArgumentOutOfRangeException(nameof(record), record, "Not a record of this build.");
        }
    }

    /// <summary>
    /// Applies the record at a position of the log. One that the state includes already changes nothing.
    /// </summary>
    /// <param name="state">The state, changed in place.</param>
    /// <param name="sequence">The position; each call has a higher one, or one that was applied before.</param>
    /// <param name="record">The record.</param>
    /// <param name="traits">
    /// Of a viewing, the traits of its content at the revision it was stamped with; null where unknown.
    /// </param>
    public static void Apply(UnitState state, long sequence, UnitRecord record, ContentTraits? traits)
    {
        if (Includes(state, sequence)) return;
        switch (record)
        {
            case UnitRecord.Viewing viewing:
                if (state.LinkedUserId is null) ProfileFold.Apply(state.Profile, viewing.Event, traits);
                break;

            case UnitRecord.DeviceLinked linked:
                if (!Begins(state, linked)) break;
                state.Profile = new Profile(state.Profile.Options);
                state.Assignments = UnitAssignments.None;
                state.LinkedUserId = linked.UserId;
                state.LinkGeneration = linked.Generation;
                break;

            case UnitRecord.DeviceUnlinked unlinked:
                if (state.LinkedUserId is not null && unlinked.Generation == state.LinkGeneration)
                    state.LinkedUserId = null;
                break;

            case UnitRecord.ProfileMerged merged:
                ProfileFold.Merge(state.Profile, ProfileCodec.Read(merged.Snapshot, state.Profile.Options));
                state.Assignments = state.Assignments.With(merged.Assignments);
                break;

            case UnitRecord.Exposed exposed:
                if (state.LinkedUserId is null) state.Assignments = state.Assignments.With(exposed.Exposure);
                break;

            default:
                throw new ArgumentOutOfRangeException(nameof(record), record, "Not a record of this build.");
        }

        state.Profile.LastSequence = sequence;
    }

    /// <summary>The record of an exposure; the log takes the same one of a unit once.</summary>
    public static UnitAppend Expose(UnitKey unit, Exposure exposure) =>
        new(unit, ExposureBytes.KeyOf(unit, exposure), new UnitRecord.Exposed(exposure));

    /// <summary>
    /// The record that asks a device to be linked. Two requests at once propose the same generation, of which the first
    /// in the log counts; one of a device that is linked already proposes nothing new, and is null.
    /// </summary>
    public static UnitAppend? Link(UnitKey device, UnitState state, string userId)
    {
        if (state.LinkedUserId is not null) return null;
        var generation = state.LinkGeneration + 1;
        return new UnitAppend(
            device, KeyOf(device, "linked", generation), new UnitRecord.DeviceLinked(userId, generation));
    }

    /// <summary>The record that asks a device to be unlinked; null where it is not linked.</summary>
    public static UnitAppend? Unlink(UnitKey device, UnitState state) =>
        state.LinkedUserId is null
            ? null
            : new UnitAppend(
                device,
                KeyOf(device, "unlinked", state.LinkGeneration),
                new UnitRecord.DeviceUnlinked(state.LinkGeneration));

    private static bool Begins(UnitState state, UnitRecord.DeviceLinked linked) =>
        state.LinkedUserId is null && linked.Generation == state.LinkGeneration + 1;

    // No event id begins with a NUL: the parser refuses control characters.
    private static UInt128 KeyOf(UnitKey device, string what, int generation) =>
        UnitRecordCodec.DedupeKey(device, string.Create(CultureInfo.InvariantCulture, $"\0{what}:{generation}"));
}
