namespace Profiles.Storage.EventLog;

/// <summary>
/// Records of one read, in the log's order. Owned by one reader loop, which fills it again and again.
/// </summary>
public sealed class EventLogReadBatch
{
    private readonly int[] _offsets;
    private byte[] _buffer;

    public EventLogReadBatch(int maxRecords = 4096, int maxBytes = 1 << 20)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxRecords);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, SegmentFormat.RecordHeaderBytes);
        _offsets = new int[maxRecords];
        _buffer = new byte[maxBytes];
    }

    public int Count { get; private set; }

    /// <summary>The sequence of the first record. Meaningful when <see cref="Count"/> is not 0.</summary>
    public long FirstSequence => Count == 0 ? 0 : this[0].Sequence;

    public long LastSequence => Count == 0 ? 0 : this[Count - 1].Sequence;

    /// <summary>Bytes the records take in the log, headers included.</summary>
    public int Bytes { get; private set; }

    public EventLogRecord this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
            return new EventLogRecord(_buffer, _offsets[index]);
        }
    }

    internal Span<byte> Buffer => _buffer;

    internal void Clear()
    {
        Count = 0;
        Bytes = 0;
    }

    internal int OffsetOf(int index) => _offsets[index];

    /// <summary>
    /// One record may be larger than the batch was made for; everything else waits for the next read.
    /// </summary>
    internal void EnsureCapacity(int bytes)
    {
        if (bytes > _buffer.Length)
            Array.Resize(ref _buffer, bytes);
    }

    /// <summary>
    /// Takes whole records from the first <paramref name="available"/> bytes of the buffer, whose first has the given
    /// sequence. Stops at the first that is incomplete, or damaged when <paramref name="verify"/> is set.
    /// </summary>
    internal void Parse(int available, long sequence, uint seed, bool verify)
    {
        var offset = 0;
        var count = 0;
        while (count < _offsets.Length && available - offset >= SegmentFormat.RecordHeaderBytes)
        {
            var rest = _buffer.AsSpan(offset, available - offset);
            var size = verify
                ? SegmentFormat.ReadRecord(rest, seed, sequence + count)
                : SegmentFormat.RecordBytes(SegmentFormat.PayloadLengthOf(rest));
            if (size == 0 || size > rest.Length)
                break;
            _offsets[count++] = offset;
            offset += size;
        }

        Count = count;
        Bytes = offset;
    }
}
