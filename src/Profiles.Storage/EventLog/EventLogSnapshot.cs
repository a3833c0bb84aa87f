using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Profiles.Storage.EventLog;

/// <summary>
/// The log of one partition at rest, opened only to be read: nothing on disk is changed, a torn tail is passed over
/// where it begins. The folder must not be in use.
/// </summary>
public sealed class EventLogSnapshot
{
    private readonly RestingSource _source;

    private EventLogSnapshot(RestingSource source) => _source = source;

    public long FirstSequence => _source.FirstSequence;

    /// <summary>The last whole record; one less than <see cref="FirstSequence"/> when there are none.</summary>
    public long LastSequence => _source.DurableSequence;

    /// <exception cref="EventLogCorruptException">The log is damaged where it was durable.</exception>
    public static EventLogSnapshot Open(string directory, int partition, ILogger? logger = null)
    {
        var files = DiskFiles.Instance;
        var segments = Directory.Exists(directory)
            ? SegmentFiles.Load(files, directory, partition, out _)
            : [];
        var recovery = new EventLogRecovery(files, directory, partition, logger ?? NullLogger.Instance);
        for (var i = 0; i < segments.Count - 1; i++)
        {
            recovery.RecoverSealed(segments[i], segments[i + 1], mayWrite: false);
            segments[i].Sidecar?.Dispose();
        }

        if (segments.Count > 0)
            recovery.RecoverLast(segments[^1], withKeys: false);
        return new EventLogSnapshot(new RestingSource(files, segments));
    }

    public EventLogReader OpenReader(long fromSequence = 0) => new(_source, fromSequence);

    private sealed class RestingSource(DiskFiles files, List<Segment> segments) : EventLogSource(files)
    {
        public override long FirstSequence => segments.Count == 0 ? 1 : segments[0].FirstSequence;

        public override long DurableSequence => segments.Count == 0 ? 0 : segments[^1].LastSequence;

        public override Segment Locate(long sequence, out (long Sequence, long Offset) start)
        {
            var segment = SegmentSearch.Find(CollectionsMarshal.AsSpan(segments), sequence);
            start = segment.Index.Find(sequence, segment.FirstSequence);
            return segment;
        }

        public override (long Length, long LastSequence) ExtentOf(Segment segment) =>
            (segment.Length, segment.LastSequence);

        public override int TryCopyTail(Segment segment, long offset, long end, Span<byte> to) => 0;

        public override ValueTask<bool> WaitForAsync(long sequence, CancellationToken cancellation) =>
            ValueTask.FromResult(false);
    }
}
