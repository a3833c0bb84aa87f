using System.Threading.Tasks.Sources;

namespace Profiles.Storage.EventLog;

/// <summary>
/// Events on their way into one partition, and what became of each. Built, appended and read by one owner at a time;
/// after <see cref="Reset"/> it is empty and keeps its memory.
/// </summary>
public sealed class AppendBatch : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _completion = new() { RunContinuationsAsynchronously = true };
    private Entry[] _entries;
    private byte[] _payloads;
    private int _payloadBytes;
    private volatile bool _isPending;

    public AppendBatch(int records = 16, int payloadBytes = 4096)
    {
        _entries = new Entry[Math.Max(records, 1)];
        _payloads = new byte[Math.Max(payloadBytes, 1)];
    }

    public int Count { get; private set; }

    /// <summary>Bytes of all payloads.</summary>
    public int PayloadBytes => _payloadBytes;

    /// <summary>
    /// A reader that has passed this sequence has seen every event of the batch, duplicates included.
    /// </summary>
    public long LastSequence { get; private set; }

    /// <summary>Events that were in the log already, or earlier in the same batch.</summary>
    public int DuplicateCount { get; private set; }

    /// <summary>Bytes the batch takes in the log when none of it is a duplicate.</summary>
    internal long WrittenBytes { get; private set; }

    internal int LargestPayload { get; private set; }

    /// <summary>An all-zero key is never a duplicate.</summary>
    public void Add(UInt128 dedupeKey, ReadOnlySpan<byte> payload)
    {
        ThrowIfPending();
        if (Count == _entries.Length)
            Array.Resize(ref _entries, Count * 2);
        if (_payloads.Length - _payloadBytes < payload.Length)
            Array.Resize(ref _payloads, checked(Math.Max(_payloads.Length * 2, _payloadBytes + payload.Length)));
        payload.CopyTo(_payloads.AsSpan(_payloadBytes));
        _entries[Count++] = new Entry { Key = dedupeKey, Offset = _payloadBytes, Length = payload.Length };
        _payloadBytes += payload.Length;
        WrittenBytes += SegmentFormat.RecordBytes(payload.Length);
        LargestPayload = Math.Max(LargestPayload, payload.Length);
    }

    /// <summary>The event's place in the log: its own, or that of the original it repeats.</summary>
    public long SequenceOf(int index) => EntryAt(index).Sequence;

    public bool IsDuplicate(int index) => EntryAt(index).IsDuplicate;

    public void Reset()
    {
        ThrowIfPending();
        Count = 0;
        _payloadBytes = 0;
        LastSequence = 0;
        DuplicateCount = 0;
        WrittenBytes = 0;
        LargestPayload = 0;
    }

    void IValueTaskSource.GetResult(short token) => _completion.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _completion.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);

    internal UInt128 KeyOf(int index) => _entries[index].Key;

    internal int LengthOf(int index) => _entries[index].Length;

    internal ReadOnlyMemory<byte> PayloadMemoryOf(int index) =>
        _payloads.AsMemory(_entries[index].Offset, _entries[index].Length);

    internal ReadOnlySpan<byte> PayloadOf(int index) =>
        _payloads.AsSpan(_entries[index].Offset, _entries[index].Length);

    internal void Resolve(int index, long sequence, bool isDuplicate)
    {
        _entries[index].Sequence = sequence;
        _entries[index].IsDuplicate = isDuplicate;
        LastSequence = Math.Max(LastSequence, sequence);
        if (isDuplicate)
            DuplicateCount++;
    }

    /// <summary>Forgets what an attempt that failed had resolved.</summary>
    internal void Unresolve()
    {
        for (var i = 0; i < Count; i++)
        {
            _entries[i].Sequence = 0;
            _entries[i].IsDuplicate = false;
        }

        LastSequence = 0;
        DuplicateCount = 0;
    }

    /// <exception cref="ArgumentException">The batch or one of its payloads is larger than a log takes.</exception>
    internal void ThrowIfLarger(EventLogOptions options)
    {
        if (WrittenBytes > options.MaxBatchBytes)
            throw new ArgumentException($"The batch has {WrittenBytes} bytes, over {options.MaxBatchBytes}.");
        if (LargestPayload > options.MaxPayloadBytes)
            throw new ArgumentException($"A payload has more than {options.MaxPayloadBytes} bytes.");
    }

    internal ValueTask Begin()
    {
        ThrowIfPending();
        Unresolve();
        _completion.Reset();
        _isPending = true;
        return new ValueTask(this, _completion.Version);
    }

    internal void Complete(Exception? failure)
    {
        if (failure is not null)
            Unresolve();
        _isPending = false;
        if (failure is null)
            _completion.SetResult(true);
        else
            _completion.SetException(failure);
    }

    private ref Entry EntryAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
        return ref _entries[index];
    }

    private void ThrowIfPending()
    {
        if (_isPending)
            throw new InvalidOperationException("The batch is being appended; await that first.");
    }

    private struct Entry
    {
        public UInt128 Key;
        public long Sequence;
        public int Offset;
        public int Length;
        public bool IsDuplicate;
    }
}
