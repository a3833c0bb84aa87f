namespace Profiles.Storage.EventLog;

/// <summary>
/// Where some records of a segment begin, one about every 64 KiB, so that a reader finds its start without reading
/// the segment from the front. The writer adds and readers look up under the log's gate.
/// </summary>
internal sealed class SparseIndex
{
    public const int IntervalBytes = 64 << 10;

    private readonly List<(long Sequence, long Offset)> _entries;

    public SparseIndex(int capacity = 0) => _entries = new List<(long, long)>(capacity);

    /// <summary>The first record at or past this offset is kept.</summary>
    public long NextOffset { get; private set; }

    public int Count => _entries.Count;

    public (long Sequence, long Offset) this[int index] => _entries[index];

    /// <summary>Called for every record, in order; keeps the first one past each interval.</summary>
    public void Offer(long sequence, long offset)
    {
        if (offset >= NextOffset)
            Add(sequence, offset);
    }

    public void Add(long sequence, long offset)
    {
        _entries.Add((sequence, offset));
        NextOffset = offset + IntervalBytes;
    }

    /// <summary>The last known record at or before the sequence; the segment's first when none is.</summary>
    public (long Sequence, long Offset) Find(long sequence, long firstSequence)
    {
        var low = 0;
        var high = _entries.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_entries[middle].Sequence <= sequence)
                low = middle + 1;
            else
                high = middle;
        }

        return low == 0 ? (firstSequence, SegmentFormat.HeaderBytes) : _entries[low - 1];
    }
}
