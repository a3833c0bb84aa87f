using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Profiles.Storage.EventLog;

/// <summary>
/// The bytes of a segment; docs/event-log.md draws them. Little-endian, everything aligned to 8.
/// <code>
/// header   0 magic "PROFSEG\n" | 8 u32 version | 12 u32 partition | 16 i64 first sequence | 24 i64 created, unix ms
///         32 u32 checksum seed | 36 zero | 60 u32 CRC-32C of bytes 0..59
/// record   0 u32 payload length, bit 31 set on the first record of a group commit | 4 u32 CRC-32C
///          8 i64 sequence | 16 i64 ingestion time, unix ms | 24 u128 dedupe key | 40 payload, zeros up to 8
/// </code>
/// The checksum of a record starts from the segment's random seed, so that bytes which a client puts into a payload
/// never pass for a record.
/// </summary>
internal static class SegmentFormat
{
    public const int Version = 1;
    public const int HeaderBytes = 64;
    public const int RecordHeaderBytes = 40;
    public const int MaxPayloadBytes = 16 << 20;
    public const uint GroupStart = 0x8000_0000;

    private const ulong Magic = 0x0A_47_45_53_46_4F_52_50;
    private const int HeaderChecksumOffset = 60;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int RecordBytes(int payloadBytes) => (RecordHeaderBytes + payloadBytes + 7) & ~7;

    public static void WriteHeader(Span<byte> to, int partition, long firstSequence, long createdAt, uint seed)
    {
        to[..HeaderBytes].Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(to, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(to[8..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(to[12..], (uint)partition);
        BinaryPrimitives.WriteInt64LittleEndian(to[16..], firstSequence);
        BinaryPrimitives.WriteInt64LittleEndian(to[24..], createdAt);
        BinaryPrimitives.WriteUInt32LittleEndian(to[32..], seed);
        BinaryPrimitives.WriteUInt32LittleEndian(to[HeaderChecksumOffset..], Crc32C.Of(to[..HeaderChecksumOffset]));
    }

    /// <summary>
    /// False when the header is torn or damaged; a whole header of another format or partition throws.
    /// </summary>
    public static bool TryReadHeader(
        ReadOnlySpan<byte> from, string file, int partition, out long firstSequence, out uint seed)
    {
        firstSequence = 0;
        seed = 0;
        if (from.Length < HeaderBytes || BinaryPrimitives.ReadUInt64LittleEndian(from) != Magic)
            return false;
        var checksum = BinaryPrimitives.ReadUInt32LittleEndian(from[HeaderChecksumOffset..]);
        if (checksum != Crc32C.Of(from[..HeaderChecksumOffset]))
            return false;
        var version = BinaryPrimitives.ReadUInt32LittleEndian(from[8..]);
        if (version != Version)
            throw new UnsupportedFormatException(file, version, Version);
        var owner = BinaryPrimitives.ReadUInt32LittleEndian(from[12..]);
        if (owner != partition)
            throw new EventLogCorruptException(file, 12, $"it belongs to partition {owner}, not {partition}");
        firstSequence = BinaryPrimitives.ReadInt64LittleEndian(from[16..]);
        seed = BinaryPrimitives.ReadUInt32LittleEndian(from[32..]);
        return true;
    }

    /// <summary>Writes one record; <paramref name="to"/> is exactly <see cref="RecordBytes"/> long.</summary>
    public static void WriteRecord(
        Span<byte> to, uint seed, bool startsGroup, long sequence, long ingestionTime, UInt128 key,
        ReadOnlySpan<byte> payload)
    {
        var length = (uint)payload.Length | (startsGroup ? GroupStart : 0);
        BinaryPrimitives.WriteUInt32LittleEndian(to, length);
        // The padding first: in an empty record these last eight bytes are the key's.
        BinaryPrimitives.WriteUInt64LittleEndian(to[^8..], 0);
        BinaryPrimitives.WriteInt64LittleEndian(to[8..], sequence);
        BinaryPrimitives.WriteInt64LittleEndian(to[16..], ingestionTime);
        BinaryPrimitives.WriteUInt128LittleEndian(to[24..], key);
        payload.CopyTo(to[RecordHeaderBytes..]);
        BinaryPrimitives.WriteUInt32LittleEndian(to[4..], Checksum(to, seed));
    }

    /// <summary>Over the length word and everything after the checksum, padding included.</summary>
    public static uint Checksum(ReadOnlySpan<byte> record, uint seed)
    {
        var crc = Crc32C.Append(seed, BinaryPrimitives.ReadUInt32LittleEndian(record));
        return Crc32C.Finish(Crc32C.Append(crc, record[8..]));
    }

    /// <summary>The whole size of the record at the start, or 0 when it is not one that can follow here.</summary>
    public static int ReadRecord(ReadOnlySpan<byte> from, uint seed, long expectedSequence)
    {
        if (from.Length < RecordHeaderBytes || SequenceOf(from) != expectedSequence)
            return 0;
        var payload = PayloadLengthOf(from);
        if ((uint)payload > MaxPayloadBytes)
            return 0;
        var size = RecordBytes(payload);
        if (size > from.Length)
            return 0;
        return BinaryPrimitives.ReadUInt32LittleEndian(from[4..]) == Checksum(from[..size], seed) ? size : 0;
    }

    public static int PayloadLengthOf(ReadOnlySpan<byte> record) =>
        (int)(BinaryPrimitives.ReadUInt32LittleEndian(record) & ~GroupStart);

    public static bool StartsGroup(ReadOnlySpan<byte> record) =>
        (BinaryPrimitives.ReadUInt32LittleEndian(record) & GroupStart) != 0;

    public static long SequenceOf(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadInt64LittleEndian(record[8..]);

    public static long TimeOf(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadInt64LittleEndian(record[16..]);

    public static UInt128 KeyOf(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadUInt128LittleEndian(record[24..]);
}
