using System.Buffers;
using Profiles.Core.Binary;
using Profiles.Core.Experiments.Assignments;
using Profiles.Core.Experiments.Exposures;
using Profiles.Core.Hashing;
using Profiles.Core.Text;
using Profiles.Core.Units;

namespace Profiles.Core.Events;

/// <summary>
/// The bytes of records in the log. Little-endian; a varint is unsigned LEB128, signed ones zigzag; a text is its
/// length in bytes as a varint and its UTF-8.
/// <code>
/// version (1 byte) | record kind (1 byte) | unit kind (1 byte) | tenant (text) | unit id (text) | body
/// body of viewing:  presence (varint) | type (1 byte) | unix ms (signed varint) | event id (text)
///                   | what is present, in the order of its bit in ViewingEventBytes
/// body of linked:   user id (text) | generation (varint)
/// body of unlinked: generation (varint)
/// body of merged:   device id (text) | generation (varint) | snapshot (bytes with length)
/// body of exposed:  see ExposureBytes
/// body of merged with assignments: body of merged | count (varint)
///                   | count × (experiment (text) | bucket version (varint) | variant (text) | unix ms (signed varint))
/// </code>
/// A reader of version 1 reads every record of version 1 ever written; a change of the form is a new version.
/// </summary>
public static class UnitRecordCodec
{
    /// <summary>The version that <see cref="Encode"/> writes.</summary>
    public const byte Version = 1;

    private const byte ViewingKind = 1;
    private const byte DeviceLinkedKind = 2;
    private const byte DeviceUnlinkedKind = 3;
    private const byte ProfileMergedKind = 4;
    private const byte ExposedKind = 5;
    private const byte MergedWithAssignmentsKind = 6;

    /// <summary>Writes a record of a unit.</summary>
    public static void Encode(IBufferWriter<byte> destination, UnitKey unit, UnitRecord record)
    {
        if (record is UnitRecord.Viewing viewing)
        {
            EncodeEvent(destination, unit, viewing.Event, viewing.Event.ContentRevision);
            return;
        }

        var writer = new SpanWriter(destination);
        switch (record)
        {
            case UnitRecord.DeviceLinked linked:
                WriteHead(ref writer, DeviceLinkedKind, unit);
                writer.String(linked.UserId);
                writer.Unsigned((uint)linked.Generation);
                break;
            case UnitRecord.DeviceUnlinked unlinked:
                WriteHead(ref writer, DeviceUnlinkedKind, unit);
                writer.Unsigned((uint)unlinked.Generation);
                break;
            case UnitRecord.ProfileMerged merged:
                var hasAssignments = merged.Assignments.Count > 0;
                WriteHead(ref writer, hasAssignments ? MergedWithAssignmentsKind : ProfileMergedKind, unit);
                writer.String(merged.FromDevice);
                writer.Unsigned((uint)merged.Generation);
                writer.Bytes(merged.Snapshot);
                if (hasAssignments) merged.Assignments.Write(ref writer);
                break;
            case UnitRecord.Exposed exposed:
                WriteHead(ref writer, ExposedKind, unit);
                ExposureBytes.Write(ref writer, exposed.Exposure);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(record), record, "Not a record of this build.");
        }

        writer.Flush();
    }

    /// <summary>
    /// Writes an event as <see cref="UnitRecord.Viewing"/>, with the revision of its content as given.
    /// </summary>
    public static void EncodeEvent(
        IBufferWriter<byte> destination, UnitKey unit, ViewingEvent viewingEvent, int contentRevision)
    {
        var writer = new SpanWriter(destination);
        WriteHead(ref writer, ViewingKind, unit);
        ViewingEventBytes.Write(ref writer, unit, viewingEvent, contentRevision);
        writer.Flush();
    }

    /// <summary>Reads a record.</summary>
    /// <param name="bytes">All of the record and nothing else.</param>
    /// <param name="pool">Where texts that come again are taken from.</param>
    /// <param name="record">The record.</param>
    /// <returns>The unit whose record it is.</returns>
    /// <exception cref="UnknownRecordException">The version or kind is not one of this build.</exception>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static UnitKey Decode(ReadOnlySpan<byte> bytes, Utf8StringPool pool, out UnitRecord record)
    {
        var reader = new SpanReader(bytes);
        var kind = ReadKind(ref reader);
        var unit = ReadUnit(ref reader, pool);
        record = kind switch
        {
            ViewingKind => new UnitRecord.Viewing(ViewingEventBytes.Read(ref reader, unit, pool)),
            DeviceLinkedKind => new UnitRecord.DeviceLinked(reader.String(), reader.Int32()),
            DeviceUnlinkedKind => new UnitRecord.DeviceUnlinked(reader.Int32()),
            ProfileMergedKind =>
                new UnitRecord.ProfileMerged(reader.String(), reader.Int32(), reader.Bytes().ToArray()),
            ExposedKind => new UnitRecord.Exposed(ExposureBytes.Read(ref reader)),
            MergedWithAssignmentsKind =>
                new UnitRecord.ProfileMerged(reader.String(), reader.Int32(), reader.Bytes().ToArray())
                {
                    Assignments = UnitAssignments.Read(ref reader),
                },
            _ => throw new UnknownRecordException($"Record kind {kind} is not one of this build (1 to 6)."),
        };
        return reader.Remaining == 0
            ? unit
            : throw new InvalidDataException($"{reader.Remaining} bytes follow the record of {bytes.Length} bytes.");
    }

    /// <summary>Reads only whose record it is.</summary>
    /// <exception cref="UnknownRecordException">The version is not one of this build.</exception>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static UnitKey PeekUnit(ReadOnlySpan<byte> bytes, Utf8StringPool pool)
    {
        var reader = new SpanReader(bytes);
        ReadKind(ref reader);
        return ReadUnit(ref reader, pool);
    }

    /// <summary>
    /// The part of a record that names its unit, without decoding it: equal bytes mean the same unit, and their
    /// <see cref="StableHash"/> is <see cref="UnitKey.Hash128"/>.
    /// </summary>
    /// <exception cref="UnknownRecordException">The version is not one of this build.</exception>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static ReadOnlySpan<byte> PeekUnitBytes(ReadOnlySpan<byte> bytes)
    {
        var reader = new SpanReader(bytes);
        ReadKind(ref reader);
        var start = reader.Position;
        reader.Byte();
        reader.Bytes();
        reader.Bytes();
        return bytes[start..reader.Position];
    }

    /// <summary>
    /// The key by which the log recognises an event or another record of a unit when it comes again; never zero.
    /// </summary>
    /// <param name="unit">The unit.</param>
    /// <param name="id">The event's id, or a text that no event id of the unit equals.</param>
    public static UInt128 DedupeKey(UnitKey unit, string id)
    {
        var owner = unit.Hash128();
        var own = StableHash.Hash128(id);
        var key = new UInt128(
            StableHash.Combine((ulong)(owner >> 64), (ulong)(own >> 64)), StableHash.Combine((ulong)owner, (ulong)own));
        return key == UInt128.Zero ? UInt128.One : key;
    }

    private static void WriteHead(ref SpanWriter writer, byte kind, UnitKey unit)
    {
        writer.Byte(Version);
        writer.Byte(kind);
        writer.Advance(UnitKeyBytes.Write(unit, writer.Room(UnitKeyBytes.MaxLength(unit))));
    }

    private static byte ReadKind(ref SpanReader reader)
    {
        var version = reader.Byte();
        if (version != Version)
            throw new UnknownRecordException($"Record version {version} is not one of this build (1).");
        return reader.Byte();
    }

    private static UnitKey ReadUnit(ref SpanReader reader, Utf8StringPool pool)
    {
        var kind = (UnitKind)reader.Byte();
        if (kind is not (UnitKind.User or UnitKind.Device))
            throw new UnknownRecordException($"Unit kind {(byte)kind} is not one of this build (1, 2).");
        return new UnitKey(reader.String(pool), kind, reader.String());
    }
}
