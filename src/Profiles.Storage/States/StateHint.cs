using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Profiles.Storage.States;

/// <summary>
/// The hashes and places of the entries of one state file, so that opening need not read the states. Derived: missing
/// or damaged, the state file is read instead. Valid only for a file of exactly the length it names.
/// <code>
/// header   0 magic "PROFHNT\n" | 8 u32 version | 12 u32 partition | 16 i64 file number | 24 i64 file length
///         32 i64 committed position | 40 i64 entries | 48 u32 CRC-32C of the entries | 52 zero
///         60 u32 CRC-32C of bytes 0..59
/// entry    0 u128 hash | 16 u32 offset / 8 | 20 u32 size / 8, bit 31 set when it deletes | 24 8 zero bytes
/// </code>
/// </summary>
internal static class StateHint
{
    public const string Extension = ".hint";
    public const int Version = 1;

    private const uint DeleteFlag = 0x8000_0000;
    private const int HeaderBytes = 64;
    private const int HeaderChecksumOffset = 60;
    private const ulong Magic = 0x0A_54_4E_48_46_4F_52_50;

    public static void Write(DiskFiles files, StateFile file, int partition, ReadOnlySpan<Entry> entries)
    {
        var bytes = MemoryMarshal.AsBytes(entries);
        Span<byte> header = stackalloc byte[HeaderBytes];
        header.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(header, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], partition);
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], file.Number);
        BinaryPrimitives.WriteInt64LittleEndian(header[24..], file.CommittedLength);
        BinaryPrimitives.WriteInt64LittleEndian(header[32..], file.CommittedPosition);
        BinaryPrimitives.WriteInt64LittleEndian(header[40..], entries.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[48..], Crc32C.Of(bytes));
        var checksum = Crc32C.Of(header[..HeaderChecksumOffset]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[HeaderChecksumOffset..], checksum);
        var temporary = file.HintPath + ".tmp";
        files.Delete(temporary);
        using (var handle = files.Create(temporary))
        {
            files.Write(handle, header, 0);
            if (bytes.Length > 0)
                files.Write(handle, bytes, HeaderBytes);
            files.Flush(handle);
        }

        files.Replace(temporary, file.HintPath);
    }

    /// <summary>
    /// Fills the hints, committed length and position of the file. False when there is no valid hint.
    /// </summary>
    public static bool TryRead(DiskFiles files, StateFile file, int partition, long fileLength)
    {
        if (!File.Exists(file.HintPath))
            return false;
        byte[] bytes;
        using (var handle = files.OpenRead(file.HintPath))
        {
            bytes = GC.AllocateUninitializedArray<byte>(checked((int)RandomAccess.GetLength(handle)));
            if (DiskFiles.ReadFully(handle, bytes, 0) != bytes.Length || !IsHeaderOf(bytes, file, partition))
                return false;
        }

        if (BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(24)) != fileLength)
            return false;
        var entries = MemoryMarshal.Cast<byte, Entry>(bytes.AsSpan(HeaderBytes));
        if (BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(40)) != entries.Length
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(48)) != Crc32C.Of(bytes.AsSpan(HeaderBytes)))
            return false;
        file.Hints.AddRange(entries);
        file.CommittedHints = entries.Length;
        file.CommittedLength = fileLength;
        file.CommittedPosition = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(32));
        return true;
    }

    /// <summary>The length that a file had when its hint was written, all of it durable; 0 without a hint.</summary>
    public static long FinishedLengthOf(DiskFiles files, StateFile file, int partition)
    {
        if (!File.Exists(file.HintPath))
            return 0;
        Span<byte> header = stackalloc byte[HeaderBytes];
        using var handle = files.OpenRead(file.HintPath);
        var read = DiskFiles.ReadFully(handle, header, 0);
        return IsHeaderOf(header[..read], file, partition)
            ? BinaryPrimitives.ReadInt64LittleEndian(header[24..])
            : 0;
    }

    private static bool IsHeaderOf(ReadOnlySpan<byte> bytes, StateFile file, int partition) =>
        bytes.Length >= HeaderBytes
        && BinaryPrimitives.ReadUInt64LittleEndian(bytes) == Magic
        && BinaryPrimitives.ReadUInt32LittleEndian(bytes[HeaderChecksumOffset..])
            == Crc32C.Of(bytes[..HeaderChecksumOffset])
        && BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]) == Version
        && BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]) == partition
        && BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]) == file.Number;

    [StructLayout(LayoutKind.Sequential, Size = 32)]
    internal readonly struct Entry
    {
        public readonly UInt128 Hash;
        private readonly uint _offset8;
        private readonly uint _size8;
        private readonly ulong _zero;

        public Entry(UInt128 hash, StateLocation location, bool deletes)
        {
            Hash = hash;
            _offset8 = location.Offset8;
            _size8 = location.Size8 | (deletes ? DeleteFlag : 0);
            _zero = 0;
        }

        public bool Deletes => (_size8 & DeleteFlag) != 0;

        public StateLocation LocationIn(long file) => new((uint)file, _offset8, _size8 & ~DeleteFlag);
    }
}
