namespace Profiles.Storage.EventLog;

/// <summary>
/// A record inside the buffer of an <see cref="EventLogReadBatch"/>; valid until that batch is filled again.
/// </summary>
public readonly struct EventLogRecord
{
    private readonly byte[] _buffer;
    private readonly int _offset;

    internal EventLogRecord(byte[] buffer, int offset)
    {
        _buffer = buffer;
        _offset = offset;
    }

    public long Sequence => SegmentFormat.SequenceOf(Bytes);

    /// <summary>
    /// When the log took it, in milliseconds since 1970 UTC; never falls from one record to the next.
    /// </summary>
    public long IngestionTimeMilliseconds => SegmentFormat.TimeOf(Bytes);

    public DateTimeOffset IngestionTime => DateTimeOffset.FromUnixTimeMilliseconds(IngestionTimeMilliseconds);

    public UInt128 DedupeKey => SegmentFormat.KeyOf(Bytes);

    public ReadOnlySpan<byte> Payload => PayloadMemory.Span;

    public ReadOnlyMemory<byte> PayloadMemory =>
        new(_buffer, _offset + SegmentFormat.RecordHeaderBytes, SegmentFormat.PayloadLengthOf(Bytes));

    private ReadOnlySpan<byte> Bytes => _buffer.AsSpan(_offset, SegmentFormat.RecordHeaderBytes);
}
