using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Profiles.Storage.States;

/// <summary>Reads the entries of one state file from its front, verifying each.</summary>
internal static class StateScan
{
    private const int WindowBytes = 4 << 20;

    /// <summary>Called for each entry with its offset and all its bytes; false ends the reading.</summary>
    public delegate bool Visit(long offset, ReadOnlySpan<byte> entry);

    /// <returns>Where reading ended: at the first invalid entry, the limit, or where the visitor stopped.</returns>
    public static long Run(SafeFileHandle handle, uint seed, long limit, Visit visit)
    {
        var offset = (long)StateFormat.HeaderBytes;
        var window = new byte[WindowBytes];
        while (offset < limit)
        {
            var room = window.AsSpan(0, (int)Math.Min(window.Length, limit - offset));
            var read = DiskFiles.ReadFully(handle, room, offset);
            var taken = 0;
            while (StateFormat.ReadEntry(window.AsSpan(taken, read - taken), seed) is var size and > 0)
            {
                if (!visit(offset + taken, window.AsSpan(taken, size)))
                    return offset + taken;
                taken += size;
            }

            offset += taken;
            if (taken > 0)
                continue;
            var needed = StateFormat.SizeOf(window.AsSpan(0, read));
            if (needed <= window.Length || needed > limit - offset)
                break;
            window = new byte[needed];
        }

        return offset;
    }

    /// <summary>
    /// Fills hints, committed length and position of the file from its entries up to the last commit.
    /// </summary>
    /// <returns>Where the valid entries end.</returns>
    public static long Load(SafeFileHandle handle, StateFile file, SipHash128 hash)
    {
        var sinceCommit = 0L;
        return Run(handle, file.Seed, RandomAccess.GetLength(handle), (offset, entry) =>
        {
            var kind = StateFormat.KindOf(entry);
            if (kind != StateFormat.Commit)
            {
                sinceCommit++;
                var location = StateLocation.Of(file.Number, offset, entry.Length);
                var key = StateFormat.KeyOf(entry);
                file.Hints.Add(new StateHint.Entry(hash.Hash(key), location, kind == StateFormat.Delete));
                return true;
            }

            var commit = StateFormat.StateOf(entry);
            if (commit.Length != StateFormat.CommitStateBytes
                || BinaryPrimitives.ReadInt64LittleEndian(commit[8..]) != sinceCommit)
                return false;
            sinceCommit = 0;
            file.CommittedPosition = BinaryPrimitives.ReadInt64LittleEndian(commit);
            file.CommittedLength = offset + entry.Length;
            file.CommittedHints = file.Hints.Count;
            return true;
        });
    }

    /// <summary>
    /// Where an entry that starts a flush lies behind the damage, or -1. A flush is started only when everything
    /// before it is durable, so one behind the damage proves that the damage is not a torn tail.
    /// </summary>
    public static long FindLaterFlush(SafeFileHandle handle, uint seed, long from, long fileLength)
    {
        var window = new byte[WindowBytes];
        while (from < fileLength)
        {
            var read = DiskFiles.ReadFully(handle, window, from);
            var usable = read - StateFormat.EntryHeaderBytes;
            for (var at = 0; at <= usable; at += 8)
            {
                var entry = window.AsSpan(at, read - at);
                var size = StateFormat.SizeOf(entry);
                if (size == 0 || !StateFormat.StartsFlush(entry) || size > fileLength - from - at)
                    continue;
                var whole = size <= entry.Length ? entry : new byte[size];
                if (size > entry.Length)
                    DiskFiles.ReadFully(handle, whole, from + at);
                if (StateFormat.ReadEntry(whole, seed) == size)
                    return from + at;
            }

            from += Math.Max(8, (usable + 8) & ~7);
        }

        return -1;
    }
}
