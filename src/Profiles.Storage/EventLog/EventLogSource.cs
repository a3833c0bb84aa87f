namespace Profiles.Storage.EventLog;

/// <summary>What a reader reads from: a log that is being written, or one at rest.</summary>
internal abstract class EventLogSource
{
    protected EventLogSource(DiskFiles files) => Files = files;

    public DiskFiles Files { get; }

    public abstract long FirstSequence { get; }

    public abstract long DurableSequence { get; }

    /// <summary>
    /// The segment with the sequence, or the first one when it is no longer kept; with where to start looking in it.
    /// </summary>
    public abstract Segment Locate(long sequence, out (long Sequence, long Offset) start);

    /// <summary>Where the durable bytes of a segment end, and the last sequence in them.</summary>
    public abstract (long Length, long LastSequence) ExtentOf(Segment segment);

    /// <summary>Copies from memory; 0 when the offset is not in memory.</summary>
    public abstract int TryCopyTail(Segment segment, long offset, long end, Span<byte> to);

    /// <summary>True once the sequence is durable, false when the log ends before it.</summary>
    public abstract ValueTask<bool> WaitForAsync(long sequence, CancellationToken cancellation);
}
