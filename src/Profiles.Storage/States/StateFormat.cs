using System.Buffers.Binary;

namespace Profiles.Storage.States;

/// <summary>
/// The bytes of a state file; docs/event-log.md draws them. Little-endian, everything aligned to 8.
/// <code>
/// header   0 magic "PROFSTA\n" | 8 u32 version | 12 u32 partition | 16 i64 file number
///         24 i64 committed position when begun | 32 hash key, 16 bytes | 48 u32 checksum seed | 52 zero
///         60 u32 CRC-32C of bytes 0..59
/// entry    0 u32 CRC-32C of the rest, from the seed | 4 u16 key length | 6 u8 kind | 7 u8 1 when it starts a flush
///          8 u32 state length | 12 zero | 16 key in UTF-8, state, zeros up to 8
/// </code>
/// The state of a commit entry is its position and the number of entries since the commit before, both i64.
/// </summary>
internal static class StateFormat
{
    public const int Version = 1;
    public const int HeaderBytes = 64;
    public const int EntryHeaderBytes = 16;
    public const int HashKeyBytes = 16;
    public const int MaxKeyBytes = 4096;
    public const int MaxStateBytes = 64 << 20;
    public const int CommitStateBytes = 16;

    public const byte State = 1;
    public const byte Delete = 2;
    public const byte Commit = 3;

    private const ulong Magic = 0x0A_41_54_53_46_4F_52_50;
    private const int HeaderChecksumOffset = 60;

    public static int EntryBytes(int keyBytes, int stateBytes) => (EntryHeaderBytes + keyBytes + stateBytes + 7) & ~7;

    public static void WriteHeader(
        Span<byte> to, int partition, long number, long position, ReadOnlySpan<byte> hashKey, uint seed)
    {
        to[..HeaderBytes].Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(to, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(to[8..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(to[12..], partition);
        BinaryPrimitives.WriteInt64LittleEndian(to[16..], number);
        BinaryPrimitives.WriteInt64LittleEndian(to[24..], position);
        hashKey.CopyTo(to[32..]);
        BinaryPrimitives.WriteUInt32LittleEndian(to[48..], seed);
        BinaryPrimitives.WriteUInt32LittleEndian(to[HeaderChecksumOffset..], Crc32C.Of(to[..HeaderChecksumOffset]));
    }

    /// <summary>False when the header is torn or damaged; a whole one of another format or partition throws.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> from, string file, int partition, long number)
    {
        if (from.Length < HeaderBytes || BinaryPrimitives.ReadUInt64LittleEndian(from) != Magic)
            return false;
        var checksum = BinaryPrimitives.ReadUInt32LittleEndian(from[HeaderChecksumOffset..]);
        if (checksum != Crc32C.Of(from[..HeaderChecksumOffset]))
            return false;
        var version = BinaryPrimitives.ReadUInt32LittleEndian(from[8..]);
        if (version != Version)
            throw new UnsupportedFormatException(file, version, Version);
        var owner = BinaryPrimitives.ReadInt32LittleEndian(from[12..]);
        if (owner != partition)
            throw new StorageCorruptException(file, 12, $"it belongs to partition {owner}, not {partition}");
        if (BinaryPrimitives.ReadInt64LittleEndian(from[16..]) != number)
            throw new StorageCorruptException(file, 16, "its header has another number than its name");
        return true;
    }

    public static long PositionOfHeader(ReadOnlySpan<byte> header) =>
        BinaryPrimitives.ReadInt64LittleEndian(header[24..]);

    public static ReadOnlySpan<byte> HashKeyOf(ReadOnlySpan<byte> header) => header.Slice(32, HashKeyBytes);

    public static uint SeedOf(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt32LittleEndian(header[48..]);

    /// <summary>Writes one entry; <paramref name="to"/> is exactly <see cref="EntryBytes"/> long.</summary>
    public static void WriteEntry(
        Span<byte> to, uint seed, byte kind, bool startsFlush, ReadOnlySpan<byte> key, ReadOnlySpan<byte> state)
    {
        // The padding first: in the smallest entry these last eight bytes are the header's.
        BinaryPrimitives.WriteUInt64LittleEndian(to[^8..], 0);
        BinaryPrimitives.WriteUInt16LittleEndian(to[4..], (ushort)key.Length);
        to[6] = kind;
        to[7] = startsFlush ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32LittleEndian(to[8..], state.Length);
        BinaryPrimitives.WriteInt32LittleEndian(to[12..], 0);
        key.CopyTo(to[EntryHeaderBytes..]);
        state.CopyTo(to[(EntryHeaderBytes + key.Length)..]);
        BinaryPrimitives.WriteUInt32LittleEndian(to, Checksum(to, seed));
    }

    /// <summary>The whole size of the entry at the start, or 0 when it is not a valid one.</summary>
    public static int ReadEntry(ReadOnlySpan<byte> from, uint seed)
    {
        var size = SizeOf(from);
        if (size == 0 || size > from.Length)
            return 0;
        return BinaryPrimitives.ReadUInt32LittleEndian(from) == Checksum(from[..size], seed) ? size : 0;
    }

    /// <summary>What the header of an entry says of its whole size; 0 when it cannot be one.</summary>
    public static int SizeOf(ReadOnlySpan<byte> entry)
    {
        if (entry.Length < EntryHeaderBytes || KindOf(entry) is < State or > Commit || entry[7] > 1)
            return 0;
        var stateBytes = BinaryPrimitives.ReadInt32LittleEndian(entry[8..]);
        return (uint)stateBytes > MaxStateBytes ? 0 : EntryBytes(KeyLengthOf(entry), stateBytes);
    }

    public static byte KindOf(ReadOnlySpan<byte> entry) => entry[6];

    public static bool StartsFlush(ReadOnlySpan<byte> entry) => entry[7] == 1;

    public static ReadOnlySpan<byte> KeyOf(ReadOnlySpan<byte> entry) =>
        entry.Slice(EntryHeaderBytes, KeyLengthOf(entry));

    public static ReadOnlySpan<byte> StateOf(ReadOnlySpan<byte> entry) =>
        entry.Slice(EntryHeaderBytes + KeyLengthOf(entry), BinaryPrimitives.ReadInt32LittleEndian(entry[8..]));

    private static int KeyLengthOf(ReadOnlySpan<byte> entry) => BinaryPrimitives.ReadUInt16LittleEndian(entry[4..]);

    private static uint Checksum(ReadOnlySpan<byte> entry, uint seed)
    {
        var crc = Crc32C.Append(seed, BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]));
        return Crc32C.Finish(Crc32C.Append(crc, entry[8..]));
    }
}
