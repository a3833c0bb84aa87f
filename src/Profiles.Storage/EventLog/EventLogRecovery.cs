using Microsoft.Extensions.Logging;

namespace Profiles.Storage.EventLog;

/// <summary>
/// Finds out, at open, what of each segment is valid. A sealed segment is whole or the log is refused; the last one
/// may end in a torn tail, which is what the one group commit left that was never acknowledged.
/// </summary>
internal sealed partial class EventLogRecovery
{
    private readonly DiskFiles _files;
    private readonly string _directory;
    private readonly int _partition;
    private readonly ILogger _logger;

    public EventLogRecovery(DiskFiles files, string directory, int partition, ILogger logger)
    {
        _files = files;
        _directory = directory;
        _partition = partition;
        _logger = logger;
    }

    /// <summary>
    /// Establishes a sealed segment from its sidecar, or from its records where that is missing or damaged, and checks
    /// that the next one follows.
    /// </summary>
    public void RecoverSealed(Segment segment, Segment next, bool mayWrite)
    {
        using (var file = _files.OpenRead(segment.Path))
        {
            var fileLength = RandomAccess.GetLength(file);
            segment.Sidecar = KeySidecar.TryOpen(_files, segment, _partition, fileLength);
            if (segment.Sidecar is null)
            {
                segment.Table = mayWrite ? new KeyTable(segment.FirstSequence - 1, 0) : null;
                SegmentScan.Run(file, segment);
            }
        }

        if (segment.LastSequence + 1 != next.FirstSequence)
        {
            throw new EventLogCorruptException(
                segment.Path, segment.Length,
                $"its records end at {segment.LastSequence} but the next segment begins at {next.FirstSequence}");
        }

        if (segment.Sidecar is not null || !mayWrite)
            return;
        LogSidecarRebuilt(_logger, segment.SidecarPath, segment.Table!.Count);
        CutFile(segment);
        segment.Sidecar = KeySidecar.Write(_files, segment, _partition);
        segment.Table = null;
    }

    /// <summary>Verifies every record of a segment whose extent came from its sidecar.</summary>
    public void Verify(Segment segment)
    {
        var found = new Segment { Path = segment.Path, FirstSequence = segment.FirstSequence, Seed = segment.Seed };
        using var file = _files.OpenRead(segment.Path);
        SegmentScan.Run(file, found);
        if (found.LastSequence != segment.LastSequence)
        {
            throw new EventLogCorruptException(
                segment.Path, found.Length, $"record {found.LastSequence + 1} of a sealed segment is not valid");
        }
    }

    /// <summary>Finds the end of the newest segment. The caller cuts the file there.</summary>
    /// <returns>The length of the file as it was found.</returns>
    public long RecoverLast(Segment segment, bool withKeys)
    {
        if (withKeys)
            segment.Table = new KeyTable(segment.FirstSequence - 1, 0);
        using var file = _files.OpenRead(segment.Path);
        var fileLength = SegmentScan.Run(file, segment);
        var later = SegmentScan.FindLaterGroup(file, segment, fileLength);
        if (later >= 0)
        {
            throw new EventLogCorruptException(
                segment.Path, segment.Length,
                $"record {segment.LastSequence + 1} is not valid, but a later commit at offset {later} is");
        }

        var closed = KeySidecar.ClosedLengthOf(_files, segment, _partition);
        if (closed > segment.Length)
        {
            throw new EventLogCorruptException(
                segment.Path, segment.Length,
                $"record {segment.LastSequence + 1} is not valid, but the segment was closed with {closed} bytes");
        }

        var torn = MeasureTorn(file, segment.Length, fileLength);
        if (torn > 0)
            LogTornTail(_logger, segment.Path, segment.Length, torn);
        return fileLength;
    }

    public void DropTornHeader(string path)
    {
        LogTornHeader(_logger, path);
        _files.Delete(path);
        _files.FlushDirectory(_directory);
    }

    /// <summary>Bytes up to the last one that is not zero: the rest is room that was never written.</summary>
    private static long MeasureTorn(Microsoft.Win32.SafeHandles.SafeFileHandle file, long from, long fileLength)
    {
        var window = new byte[1 << 20];
        long last = from;
        for (var offset = from; offset < fileLength; offset += window.Length)
        {
            var read = DiskFiles.ReadFully(file, window, offset);
            var at = window.AsSpan(0, read).LastIndexOfAnyExcept((byte)0);
            if (at >= 0)
                last = offset + at + 1;
        }

        return last - from;
    }

    private void CutFile(Segment segment)
    {
        using var file = _files.OpenWrite(segment.Path);
        if (RandomAccess.GetLength(file) == segment.Length)
            return;
        _files.SetLength(file, segment.Length);
        _files.Flush(file);
    }
}
