namespace Profiles.Storage.EventLog;

/// <summary>
/// What the writer has made durable, as readers see it. The writer publishes under the gate, readers look under it.
/// </summary>
internal sealed class LiveSource : EventLogSource
{
    private readonly Lock _gate = new();
    private readonly List<Segment> _segments = [];
    private TaskCompletionSource? _arrival;
    private long _durableSequence;
    private long _firstSequence = 1;
    private bool _hasEnded;

    public LiveSource(DiskFiles files, int tailBytes)
        : base(files) => Tail = new Tail(tailBytes);

    public Tail Tail { get; }

    public override long FirstSequence => Volatile.Read(ref _firstSequence);

    public override long DurableSequence => Volatile.Read(ref _durableSequence);

    public void AddSegment(Segment segment)
    {
        lock (_gate)
        {
            if (_segments.Count == 0)
                Volatile.Write(ref _firstSequence, segment.FirstSequence);
            _segments.Add(segment);
            Volatile.Write(ref _durableSequence, Math.Max(_durableSequence, segment.LastSequence));
        }
    }

    /// <summary>Before its files go, so that no reader is sent to them any more.</summary>
    public void Remove(Segment first)
    {
        lock (_gate)
        {
            _segments.Remove(first);
            Volatile.Write(ref _firstSequence, _segments[0].FirstSequence);
        }
    }

    /// <summary>The segment is durable up to here.</summary>
    public void Publish(
        Segment segment, long length, long lastSequence, long time, List<(long Sequence, long Offset)> index)
    {
        TaskCompletionSource? arrival;
        lock (_gate)
        {
            foreach (var (sequence, offset) in index)
                segment.Index.Offer(sequence, offset);
            segment.Length = length;
            segment.LastSequence = lastSequence;
            segment.LastIngestionTime = time;
            Volatile.Write(ref _durableSequence, lastSequence);
            arrival = _arrival;
            _arrival = null;
        }

        arrival?.TrySetResult();
    }

    public void End()
    {
        TaskCompletionSource? arrival;
        lock (_gate)
        {
            _hasEnded = true;
            arrival = _arrival;
            _arrival = null;
        }

        arrival?.TrySetResult();
    }

    public override Segment Locate(long sequence, out (long Sequence, long Offset) start)
    {
        lock (_gate)
        {
            var segments = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_segments);
            var segment = SegmentSearch.Find(segments, sequence);
            start = segment.Index.Find(sequence, segment.FirstSequence);
            return segment;
        }
    }

    public override (long Length, long LastSequence) ExtentOf(Segment segment)
    {
        lock (_gate)
            return (segment.Length, segment.LastSequence);
    }

    public override int TryCopyTail(Segment segment, long offset, long end, Span<byte> to) =>
        Tail.TryCopy(segment, offset, end, to);

    public override async ValueTask<bool> WaitForAsync(long sequence, CancellationToken cancellation)
    {
        while (true)
        {
            Task arrival;
            lock (_gate)
            {
                if (_durableSequence >= sequence)
                    return true;
                if (_hasEnded)
                    return false;
                _arrival ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                arrival = _arrival.Task;
            }

            await arrival.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }
}
