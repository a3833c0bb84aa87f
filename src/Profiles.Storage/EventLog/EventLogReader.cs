using Microsoft.Win32.SafeHandles;

namespace Profiles.Storage.EventLog;

/// <summary>
/// Reads the durable records of one partition in order. Used by one loop at a time; a log has any number of readers.
/// A reader whose next record is no longer kept goes on with the first that is.
/// </summary>
public sealed class EventLogReader : IEventLogReader
{
    private readonly EventLogSource _source;
    private Segment? _segment;
    private SafeFileHandle? _file;
    private long _offset;

    internal EventLogReader(EventLogSource source, long fromSequence)
    {
        _source = source;
        NextSequence = Math.Max(fromSequence, source.FirstSequence);
    }

    /// <summary>The first sequence that the next read returns.</summary>
    public long NextSequence { get; private set; }

    /// <summary>
    /// Fills the batch, waiting while there is nothing to read. False when the log has ended: it was closed, or it is
    /// read at rest.
    /// </summary>
    /// <exception cref="EventLogCorruptException">The next record is damaged.</exception>
    public async ValueTask<bool> ReadAsync(EventLogReadBatch batch, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        cancellation.ThrowIfCancellationRequested();
        batch.Clear();
        while (batch.Count == 0)
        {
            if (NextSequence > _source.DurableSequence
                && !await _source.WaitForAsync(NextSequence, cancellation).ConfigureAwait(false))
                return false;
            Fill(batch);
        }

        return true;
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private void Fill(EventLogReadBatch batch)
    {
        try
        {
            var segment = _segment ?? Locate(batch);
            var (length, lastSequence) = _source.ExtentOf(segment);
            if (NextSequence > lastSequence)
            {
                Leave();
                return;
            }

            ReadRecords(batch, segment, length);
            _offset += batch.Bytes;
            NextSequence += batch.Count;
        }
        catch (FileNotFoundException) when (NextSequence < _source.FirstSequence)
        {
            // Retention took the segment between the look-up and the first read of its file.
            Leave();
        }
    }

    private void ReadRecords(EventLogReadBatch batch, Segment segment, long length)
    {
        var needed = SegmentFormat.RecordHeaderBytes;
        while (true)
        {
            var available = (int)Math.Min(batch.Buffer.Length, length - _offset);
            var copied = _source.TryCopyTail(segment, _offset, length, batch.Buffer[..available]);
            if (copied > 0)
                batch.Parse(copied, NextSequence, segment.Seed, verify: false);
            if (copied < needed)
            {
                copied = DiskFiles.ReadFully(FileOf(segment), batch.Buffer[..available], _offset);
                batch.Parse(copied, NextSequence, segment.Seed, verify: true);
            }

            if (batch.Count > 0)
                return;
            needed = copied < SegmentFormat.RecordHeaderBytes
                ? int.MaxValue
                : SegmentFormat.PayloadLengthOf(batch.Buffer);
            if (needed <= SegmentFormat.MaxPayloadBytes)
                needed = SegmentFormat.RecordBytes(needed);
            if (needed <= available || needed > length - _offset)
                throw new EventLogCorruptException(segment.Path, _offset, $"record {NextSequence} is not valid");
            batch.EnsureCapacity(needed);
        }
    }

    private Segment Locate(EventLogReadBatch batch)
    {
        var wanted = Math.Max(NextSequence, _source.FirstSequence);
        _segment = _source.Locate(wanted, out var start);
        (NextSequence, _offset) = start;
        var (length, _) = _source.ExtentOf(_segment);
        while (NextSequence < wanted)
        {
            ReadRecords(batch, _segment, length);
            var skipped = (int)Math.Min(batch.Count, wanted - NextSequence);
            NextSequence += skipped;
            _offset += skipped == batch.Count ? batch.Bytes : batch.OffsetOf(skipped);
        }

        batch.Clear();
        return _segment;
    }

    private SafeFileHandle FileOf(Segment segment) => _file ??= _source.Files.OpenRead(segment.Path);

    private void Leave()
    {
        _segment = null;
        _file?.Dispose();
        _file = null;
    }
}
