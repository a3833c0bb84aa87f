using System.Buffers;
using Profiles.Core.Binary;
using Profiles.Core.Experiments.Assignments;
using Profiles.Core.Folding;
using Profiles.Core.Text;

namespace Profiles.Core.Units;

/// <summary>
/// The bytes of a unit's state.
/// <code>
/// version (1) | is linked (1) | user id (text, where linked) | generation (varint) | assignments
///     | profile (to the end)
/// assignments, in version 2 alone: count (varint)
///     | count × (experiment (text) | bucket version (varint) | variant (text) | unix ms (signed varint))
/// </code>
/// A state without assignments is of version 1.
/// </summary>
public static class UnitStateBytes
{
    /// <summary>The newest version that <see cref="Write"/> writes.</summary>
    public const byte Version = 2;

    private const byte WithoutAssignments = 1;

    /// <summary>Writes a state.</summary>
    public static void Write(UnitState state, IBufferWriter<byte> destination)
    {
        var writer = new SpanWriter(destination);
        var hasAssignments = state.Assignments.Count > 0;
        writer.Byte(hasAssignments ? Version : WithoutAssignments);
        writer.Byte(state.LinkedUserId is null ? (byte)0 : (byte)1);
        if (state.LinkedUserId is not null) writer.String(state.LinkedUserId);
        writer.Unsigned((uint)state.LinkGeneration);
        if (hasAssignments) state.Assignments.Write(ref writer);
        writer.Flush();
        ProfileCodec.Write(state.Profile, destination);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="bytes">All of the state and nothing else.</param>
    /// <param name="pool">Where texts are taken from, so that states share them; each its own where null.</param>
    /// <exception cref="InvalidDataException">
    /// The bytes are damaged or of a version this build does not know.
    /// </exception>
    public static UnitState Read(ReadOnlySpan<byte> bytes, Utf8StringPool? pool = null)
    {
        var reader = new SpanReader(bytes);
        var version = reader.Byte();
        if (version is not (WithoutAssignments or Version))
            throw new InvalidDataException($"Unit state version {version} is not one of this build (1, {Version}).");

        var userId = reader.Byte() == 0 ? null : reader.String();
        var generation = reader.Int32();
        var assignments = version == Version ? UnitAssignments.Read(ref reader) : UnitAssignments.None;
        return new UnitState(ProfileCodec.Read(bytes[reader.Position..], null, pool), userId, generation)
        {
            Assignments = assignments,
        };
    }
}
