using Microsoft.Win32.SafeHandles;

namespace Profiles.Storage.EventLog;

/// <summary>
/// Reads the records of one segment from its front, verifying each, and says where the valid ones end.
/// </summary>
internal static class SegmentScan
{
    private const int WindowBytes = 4 << 20;

    /// <summary>
    /// Sets length, last sequence and last time of the segment from its valid records, and fills its index; also its
    /// key table, when it has one.
    /// </summary>
    /// <returns>The length of the file.</returns>
    public static long Run(SafeFileHandle file, Segment segment)
    {
        var fileLength = RandomAccess.GetLength(file);
        segment.Index = new SparseIndex();
        segment.LastSequence = segment.FirstSequence - 1;
        segment.Length = SegmentFormat.HeaderBytes;
        var window = new byte[WindowBytes];
        while (segment.Length < fileLength)
        {
            var read = DiskFiles.ReadFully(file, window, segment.Length);
            var taken = TakeRecords(window.AsSpan(0, read), segment);
            if (taken > 0)
                continue;
            var needed = read >= SegmentFormat.RecordHeaderBytes ? SegmentFormat.PayloadLengthOf(window) : 0;
            if (read < window.Length || needed > SegmentFormat.MaxPayloadBytes
                || SegmentFormat.RecordBytes(needed) <= window.Length)
                break;
            window = new byte[SegmentFormat.RecordBytes(needed)];
        }

        return fileLength;
    }

    /// <summary>
    /// Where a group that was begun after the damage starts, or -1. A group is begun only when everything before it is
    /// durable, so one behind the damage proves that the damage is not a torn tail. Records that do not start a group
    /// prove nothing: the pages of one unfinished write reach the disk in any order.
    /// </summary>
    public static long FindLaterGroup(SafeFileHandle file, Segment segment, long fileLength)
    {
        var window = new byte[WindowBytes];
        var start = segment.Length;
        while (start < fileLength)
        {
            var read = DiskFiles.ReadFully(file, window, start);
            var usable = read - SegmentFormat.RecordHeaderBytes;
            for (var at = 0; at <= usable; at += 8)
            {
                var zeros = window.AsSpan(at, read - at).IndexOfAnyExcept((byte)0);
                if (zeros < 0)
                    break;
                at += zeros & ~7;
                if (at <= usable && IsGroupStart(file, segment, window.AsSpan(at), start + at, fileLength))
                    return start + at;
            }

            start += Math.Max(8, (usable + 8) & ~7);
        }

        return -1;
    }

    private static int TakeRecords(ReadOnlySpan<byte> window, Segment segment)
    {
        var taken = 0;
        while (true)
        {
            var record = window[taken..];
            var sequence = segment.LastSequence + 1;
            var size = SegmentFormat.ReadRecord(record, segment.Seed, sequence);
            if (size == 0)
                return taken;
            var key = SegmentFormat.KeyOf(record);
            if (key != UInt128.Zero)
                segment.Table?.FindOrAdd(key, sequence);
            segment.Index.Offer(sequence, segment.Length);
            segment.LastSequence = sequence;
            segment.LastIngestionTime = SegmentFormat.TimeOf(record);
            segment.Length += size;
            taken += size;
        }
    }

    private static bool IsGroupStart(
        SafeFileHandle file, Segment segment, ReadOnlySpan<byte> header, long offset, long fileLength)
    {
        if (!SegmentFormat.StartsGroup(header))
            return false;
        var sequence = SegmentFormat.SequenceOf(header);
        var farthest = segment.LastSequence + 1 + (offset - segment.Length) / SegmentFormat.RecordHeaderBytes;
        if (sequence <= segment.LastSequence || sequence > farthest)
            return false;
        var size = SegmentFormat.RecordBytes(SegmentFormat.PayloadLengthOf(header));
        if (SegmentFormat.PayloadLengthOf(header) > SegmentFormat.MaxPayloadBytes || size > fileLength - offset)
            return false;
        var record = new byte[size];
        return DiskFiles.ReadFully(file, record, offset) == size
            && SegmentFormat.ReadRecord(record, segment.Seed, sequence) == size;
    }
}
