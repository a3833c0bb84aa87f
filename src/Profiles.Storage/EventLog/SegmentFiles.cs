using Microsoft.Win32.SafeHandles;

namespace Profiles.Storage.EventLog;

/// <summary>The segments of a directory as the names and headers tell them, before any record is read.</summary>
internal static class SegmentFiles
{
    public const string Extension = ".log";
    public const string TemporaryExtension = ".tmp";

    /// <summary>Paths in the order of their first sequence.</summary>
    public static List<string> List(string directory)
    {
        var paths = Directory.GetFiles(directory, "*" + Extension).ToList();
        paths.Sort(StringComparer.Ordinal);
        return paths;
    }

    /// <summary>Null when the header is torn, as it may be in the newest file only.</summary>
    public static Segment? ReadHeader(DiskFiles files, string path, int partition)
    {
        Span<byte> header = stackalloc byte[SegmentFormat.HeaderBytes];
        using var file = files.OpenRead(path);
        var read = RandomAccess.Read(file, header, 0);
        if (!SegmentFormat.TryReadHeader(header[..read], path, partition, out var firstSequence, out var seed))
            return null;
        if (Path.GetFileName(path) != Path.GetFileName(Segment.PathOf(string.Empty, firstSequence)))
            throw new EventLogCorruptException(path, 16, $"its header says it begins at sequence {firstSequence}");
        return new Segment { Path = path, FirstSequence = firstSequence, Seed = seed };
    }

    /// <summary>
    /// All segments but a newest one whose header never got to the disk, which is handed back apart: it has no records.
    /// </summary>
    public static List<Segment> Load(DiskFiles files, string directory, int partition, out string? tornHeader)
    {
        tornHeader = null;
        var paths = List(directory);
        var segments = new List<Segment>(paths.Count);
        for (var i = 0; i < paths.Count; i++)
        {
            if (ReadHeader(files, paths[i], partition) is { } segment)
                segments.Add(segment);
            else if (i == paths.Count - 1 && IsWithoutRecords(files, paths[i]))
                tornHeader = paths[i];
            else
                throw new EventLogCorruptException(paths[i], 0, "the segment header is damaged");
        }

        return segments;
    }

    /// <summary>
    /// The header is flushed before the first record is written, so a file with more bytes had a whole one.
    /// </summary>
    private static bool IsWithoutRecords(DiskFiles files, string path)
    {
        using SafeFileHandle file = files.OpenRead(path);
        return RandomAccess.GetLength(file) <= SegmentFormat.HeaderBytes;
    }
}
