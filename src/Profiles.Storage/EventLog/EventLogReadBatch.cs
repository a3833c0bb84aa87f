namespace Profiles.Storage.EventLog;

/// <summary>
/// Records of one read, in the log's order. Owned by one reader loop, which fills it again and again.
/// </summary>
public sealed class EventLogReadBatch
{
    private const int MaxGrowth = 64 << 20;

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

    /// <summary>The most records it holds.</summary>
    internal int MaxRecords => _offsets.Length;

    internal int OffsetOf(int index) => _offsets[index];

    /// <summary>
    /// One record may be larger than the batch was made for; everything else waits for the next read.
    /// </summary>
    internal void EnsureCapacity(int bytes)
    {
        if (bytes > _buffer.Length)
            Array.Resize(ref _buffer, Math.Max(bytes, _buffer.Length < MaxGrowth ? _buffer.Length * 2 : 0));
    }

    /// <summary>Adds a record that was read elsewhere. False when the batch holds as many as it may.</summary>
    internal bool TryAdd(long sequence, long ingestionTime, UInt128 key, ReadOnlySpan<byte> payload)
    {
        if (Count == _offsets.Length) return false;
        var size = SegmentFormat.RecordBytes(payload.Length);
        EnsureCapacity(Bytes + size);
        SegmentFormat.WriteRecord(
            _buffer.AsSpan(Bytes, size), seed: 0, startsGroup: false, sequence, ingestionTime, key, payload);
        _offsets[Count++] = Bytes;
        Bytes += size;
        return true;
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
