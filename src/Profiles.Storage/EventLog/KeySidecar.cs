using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Profiles.Storage.EventLog;

/// <summary>
/// The sorted dedupe keys of a segment that was sealed or closed, in a file beside it: filter and sparse index are held
/// in memory, the keys are looked up in the mapped file. It is derived: missing or damaged, it is built again from the
/// segment.
/// <code>
/// header   0 magic "PROFKEY\n" | 8 u32 version | 12 u32 partition | 16 i64 first sequence | 24 i64 last sequence
///         32 i64 segment length | 40 i64 last ingestion time | 48 i64 filter bytes | 56 i64 index entries
///         64 i64 keys | 72 u32 CRC-32C of filter | 76 of index | 80 of keys | 84 of sequences
///         88 zero | 124 u32 CRC-32C of bytes 0..123
/// then     filter | index: u32 sequence, u32 offset | keys: u128 ascending | sequences: u32 in the order of the keys
/// </code>
/// Sequences are relative to one less than the segment's first.
/// </summary>
internal sealed class KeySidecar : IDisposable
{
    public const string Extension = ".keys";
    public const int Version = 1;

    private const int HeaderBytes = 128;
    private const int HeaderChecksumOffset = 124;
    private const ulong Magic = 0x0A_59_45_4B_46_4F_52_50;
    private const int KeyBytes = 16;

    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly KeyFilter _filter;
    private readonly long _keysOffset;
    private readonly long _sequencesOffset;
    private readonly long _baseSequence;
    private readonly int _count;

    private KeySidecar(string path, KeyFilter filter, long keysOffset, int count, long baseSequence)
    {
        _filter = filter;
        _keysOffset = keysOffset;
        _sequencesOffset = keysOffset + (long)count * KeyBytes;
        _baseSequence = baseSequence;
        _count = count;
        if (count == 0)
            return;
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
    }

    /// <summary>The key's sequence, or 0.</summary>
    public long Find(UInt128 key, ulong mixedKey)
    {
        if (_view is null || !_filter.MayContain(mixedKey))
            return 0;
        var low = 0;
        var high = _count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            _view.Read(_keysOffset + (long)middle * KeyBytes, out UInt128 found);
            if (found == key)
                return _baseSequence + _view.ReadUInt32(_sequencesOffset + (long)middle * sizeof(uint));
            if (found < key)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return 0;
    }

    public void Dispose()
    {
        _view?.Dispose();
        _file?.Dispose();
    }

    /// <summary>Writes the sidecar of a segment from its key table, durably, and opens it.</summary>
    public static KeySidecar Write(DiskFiles files, Segment segment, int partition)
    {
        var table = segment.Table ?? throw new InvalidOperationException("The segment has no key table.");
        var (keys, sequences) = table.ToSorted();
        var filter = new KeyFilter(keys.Length);
        foreach (var key in keys)
            filter.Add(key);
        var index = new uint[segment.Index.Count * 2];
        for (var i = 0; i < segment.Index.Count; i++)
        {
            index[i * 2] = (uint)(segment.Index[i].Sequence - segment.FirstSequence + 1);
            index[i * 2 + 1] = (uint)segment.Index[i].Offset;
        }

        var indexBytes = MemoryMarshal.AsBytes(index.AsSpan());
        var keyBytes = MemoryMarshal.AsBytes(keys.AsSpan());
        var sequenceBytes = MemoryMarshal.AsBytes(sequences.AsSpan());
        Span<byte> header = stackalloc byte[HeaderBytes];
        header.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(header, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], partition);
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], segment.FirstSequence);
        BinaryPrimitives.WriteInt64LittleEndian(header[24..], segment.LastSequence);
        BinaryPrimitives.WriteInt64LittleEndian(header[32..], segment.Length);
        BinaryPrimitives.WriteInt64LittleEndian(header[40..], segment.LastIngestionTime);
        BinaryPrimitives.WriteInt64LittleEndian(header[48..], filter.Bytes.Length);
        BinaryPrimitives.WriteInt64LittleEndian(header[56..], segment.Index.Count);
        BinaryPrimitives.WriteInt64LittleEndian(header[64..], keys.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[72..], Crc32C.Of(filter.Bytes));
        BinaryPrimitives.WriteUInt32LittleEndian(header[76..], Crc32C.Of(indexBytes));
        BinaryPrimitives.WriteUInt32LittleEndian(header[80..], Crc32C.Of(keyBytes));
        BinaryPrimitives.WriteUInt32LittleEndian(header[84..], Crc32C.Of(sequenceBytes));
        var checksum = Crc32C.Of(header[..HeaderChecksumOffset]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[HeaderChecksumOffset..], checksum);
        var temporary = segment.SidecarPath + SegmentFiles.TemporaryExtension;
        files.Delete(temporary);
        using (var file = files.Create(temporary))
        {
            var offset = WriteSection(files, file, header, 0);
            offset = WriteSection(files, file, filter.Bytes, offset);
            offset = WriteSection(files, file, indexBytes, offset);
            offset = WriteSection(files, file, keyBytes, offset);
            WriteSection(files, file, sequenceBytes, offset);
            files.Flush(file);
        }

        files.Replace(temporary, segment.SidecarPath);
        var keysOffset = HeaderBytes + filter.Bytes.Length + indexBytes.Length;
        return new KeySidecar(
            segment.SidecarPath, filter, keysOffset, keys.Length, segment.FirstSequence - 1);
    }

    /// <summary>
    /// Opens the sidecar of a sealed segment and takes the segment's extent and index from it. Null when it is
    /// missing, damaged or of another segment: the caller builds it again.
    /// </summary>
    public static KeySidecar? TryOpen(DiskFiles files, Segment segment, int partition, long segmentFileLength)
    {
        if (!File.Exists(segment.SidecarPath))
            return null;
        byte[] bytes;
        using (var file = files.OpenRead(segment.SidecarPath))
        {
            bytes = GC.AllocateUninitializedArray<byte>(checked((int)RandomAccess.GetLength(file)));
            if (DiskFiles.ReadFully(file, bytes, 0) != bytes.Length || !IsHeaderOf(bytes, segment, partition))
                return null;
        }

        if (BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(32)) != segmentFileLength)
            return null;
        var filterBytes = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(48));
        var indexEntries = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(56));
        var keys = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(64));
        var keysOffset = HeaderBytes + filterBytes + indexEntries * 8;
        if (keysOffset + keys * (KeyBytes + sizeof(uint)) != bytes.Length)
            return null;
        var filterSection = bytes.AsSpan(HeaderBytes, (int)filterBytes);
        var indexSection = bytes.AsSpan(HeaderBytes + (int)filterBytes, (int)indexEntries * 8);
        var keySection = bytes.AsSpan((int)keysOffset, (int)keys * KeyBytes);
        var sequenceSection = bytes.AsSpan((int)keysOffset + keySection.Length);
        if (!Matches(bytes, 72, filterSection) || !Matches(bytes, 76, indexSection)
            || !Matches(bytes, 80, keySection) || !Matches(bytes, 84, sequenceSection))
            return null;
        segment.LastSequence = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(24));
        segment.Length = segmentFileLength;
        segment.LastIngestionTime = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(40));
        segment.Index = new SparseIndex((int)indexEntries);
        var entries = MemoryMarshal.Cast<byte, uint>(indexSection);
        for (var i = 0; i < entries.Length; i += 2)
            segment.Index.Add(segment.FirstSequence - 1 + entries[i], entries[i + 1]);
        var filter = new KeyFilter(filterSection);
        return new KeySidecar(segment.SidecarPath, filter, keysOffset, (int)keys, segment.FirstSequence - 1);
    }

    /// <summary>
    /// The length that a segment had when it was closed, all of it durable; 0 when it was not closed. Of the newest
    /// segment, which may have grown since, this tells damage from a torn tail.
    /// </summary>
    public static long ClosedLengthOf(DiskFiles files, Segment segment, int partition)
    {
        if (!File.Exists(segment.SidecarPath))
            return 0;
        Span<byte> header = stackalloc byte[HeaderBytes];
        using var file = files.OpenRead(segment.SidecarPath);
        var read = DiskFiles.ReadFully(file, header, 0);
        return IsHeaderOf(header[..read], segment, partition)
            ? BinaryPrimitives.ReadInt64LittleEndian(header[32..])
            : 0;
    }

    private static bool IsHeaderOf(ReadOnlySpan<byte> bytes, Segment segment, int partition) =>
        bytes.Length >= HeaderBytes
        && BinaryPrimitives.ReadUInt64LittleEndian(bytes) == Magic
        && Matches(bytes, HeaderChecksumOffset, bytes[..HeaderChecksumOffset])
        && BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]) == Version
        && BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]) == partition
        && BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]) == segment.FirstSequence;

    private static bool Matches(ReadOnlySpan<byte> bytes, int checksumOffset, ReadOnlySpan<byte> section) =>
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[checksumOffset..]) == Crc32C.Of(section);

    private static long WriteSection(
        DiskFiles files, Microsoft.Win32.SafeHandles.SafeFileHandle file, ReadOnlySpan<byte> section, long offset)
    {
        if (section.Length > 0)
            files.Write(file, section, offset);
        return offset + section.Length;
    }
}
