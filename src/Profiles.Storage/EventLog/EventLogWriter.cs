using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Profiles.Storage.EventLog;

/// <summary>
/// Turns batches into durable records: dedupe, encode, one write, one flush. Used by the writer thread only, but for
/// the members that say otherwise. While a group is written: <c>durable end &lt;= write end &lt;= file length</c>.
/// </summary>
internal sealed partial class EventLogWriter
{
    private const int PageBytes = 4096;

    private readonly string _directory;
    private readonly int _partition;
    private readonly EventLogOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly DiskFiles _files;
    private readonly LiveSource _source;
    private readonly Tail _tail;

    private readonly List<Segment> _sealed = [];
    private readonly List<Task> _sidecarWrites = [];
    private readonly List<AppendBatch> _group = [];
    private readonly List<UInt128> _groupKeys = [];
    private readonly List<(long Sequence, long Offset)> _groupIndex = [];
    private readonly List<ReadOnlyMemory<byte>> _pieces = [];

    private KeyTable? _spareTable;
    private Segment _active = null!;
    private SafeFileHandle? _file;
    private long _fileLength;
    private long _writeEnd;
    private long _writtenSequence;
    private long _nextIndexOffset;
    private long _lastTime;
    private bool _needsRepair;
    private long _releasePosition;
    private ImmutableArray<EventLogHold> _holds = [];
    private long _bytes;
    private volatile StorageHealth _health = StorageHealth.Healthy;

    private EventLogWriter(
        string directory, int partition, EventLogOptions options, TimeProvider time, ILogger logger, DiskFiles files,
        LiveSource source)
    {
        _directory = directory;
        _partition = partition;
        _options = options;
        _time = time;
        _logger = logger;
        _files = files;
        _source = source;
        _tail = source.Tail;
    }

    /// <summary>Any thread.</summary>
    public StorageHealth Health => _health;

    /// <summary>Any thread.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Any thread.</summary>
    public long ReleasePosition
    {
        get => Volatile.Read(ref _releasePosition);
        set => Volatile.Write(ref _releasePosition, value);
    }

    /// <summary>What readers hold back. Any thread.</summary>
    public void Add(EventLogHold hold) => ImmutableInterlocked.Update(ref _holds, (holds, one) => holds.Add(one), hold);

    /// <summary>Any thread.</summary>
    public void Remove(EventLogHold hold) =>
        ImmutableInterlocked.Update(ref _holds, (holds, one) => holds.Remove(one), hold);

    public bool HasRetention => _options.RetentionAge is not null || _options.RetentionBytes is not null;

    public static EventLogWriter Open(
        string directory, int partition, EventLogOptions options, TimeProvider time, ILogger logger, DiskFiles files,
        LiveSource source)
    {
        Directory.CreateDirectory(directory);
        foreach (var temporary in Directory.GetFiles(directory, "*" + SegmentFiles.TemporaryExtension))
            files.Delete(temporary);
        var writer = new EventLogWriter(directory, partition, options, time, logger, files, source);
        var recovery = new EventLogRecovery(files, directory, partition, logger);
        var segments = SegmentFiles.Load(files, directory, partition, out var tornHeader);
        if (tornHeader is not null)
            recovery.DropTornHeader(tornHeader);
        for (var i = 0; i < segments.Count - 1; i++)
            recovery.RecoverSealed(segments[i], segments[i + 1], mayWrite: true);
        writer.VerifyNewest(recovery, segments);
        if (segments.Count == 0)
            writer.CreateSegment(firstSequence: 1);
        else
            writer.Adopt(recovery, segments);
        return writer;
    }

    /// <summary>Writes all batches, in groups, and completes each.</summary>
    public void Write(List<AppendBatch> batches)
    {
        var next = 0;
        while (next < batches.Count)
        {
            _group.Clear();
            Exception? failure = null;
            try
            {
                Prepare();
                while (next < batches.Count && _writeEnd - _active.Length < _options.MaxGroupBytes)
                {
                    _group.Add(batches[next]);
                    Encode(batches[next++]);
                }

                Commit();
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                while (next < batches.Count)
                    _group.Add(batches[next++]);
                failure = Fail(fault);
            }

            CompleteGroup(failure);
        }
    }

    public void Close()
    {
        try
        {
            if (_needsRepair)
                Repair();
            CutFileToEnd();
            _file?.Dispose();

            // Says how long the segment was when all of it was durable: damage of it is then no torn tail.
            if (_active.LastSequence >= _active.FirstSequence)
                KeySidecar.Write(_files, _active, _partition).Dispose();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogCloseFailed(_logger, _active.Path, fault);
        }

        Task.WaitAll(_sidecarWrites);
        foreach (var segment in _sealed)
            segment.Sidecar?.Dispose();
    }

    /// <summary>Makes the active segment one that can be written: repaired after a fault, not yet full.</summary>
    private void Prepare()
    {
        if (_needsRepair)
            Repair();
        if (_active.Length >= _options.SegmentBytes)
            Roll();
        _nextIndexOffset = _active.Index.NextOffset;
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        _lastTime = Math.Max(_lastTime, now);
    }

    private void Encode(AppendBatch batch)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            var key = batch.KeyOf(i);
            var sequence = _writtenSequence + 1;
            var original = key == UInt128.Zero ? 0 : FindOrAddKey(key, sequence);
            if (original != 0)
            {
                batch.Resolve(i, original, isDuplicate: true);
                continue;
            }

            var size = SegmentFormat.RecordBytes(batch.LengthOf(i));
            var startsGroup = _writeEnd == _active.Length;
            var record = _tail.Reserve(_active, _writeEnd, size);
            SegmentFormat.WriteRecord(
                record, _active.Seed, startsGroup, sequence, _lastTime, key, batch.PayloadOf(i));
            if (_writeEnd >= _nextIndexOffset)
            {
                _groupIndex.Add((sequence, _writeEnd));
                _nextIndexOffset = _writeEnd + SparseIndex.IntervalBytes;
            }

            _writeEnd += size;
            _writtenSequence = sequence;
            batch.Resolve(i, sequence, isDuplicate: false);
        }
    }

    private long FindOrAddKey(UInt128 key, long sequence)
    {
        var original = _active.Table!.FindOrAdd(key, sequence);
        if (original != 0)
            return original;
        original = FindSealed(key);
        if (original == 0)
            _groupKeys.Add(key);
        else
            _active.Table.Remove(key);
        return original;
    }

    private long FindSealed(UInt128 key)
    {
        var mixed = KeyTable.Mix(key);
        for (var i = _sealed.Count - 1; i >= 0; i--)
        {
            // The table is let go after the sidecar is set: read in this order, one of the two is there.
            var table = _sealed[i].Table;
            var original = _sealed[i].Sidecar?.Find(key, mixed) ?? table!.Find(key);
            if (original != 0)
                return original;
        }

        return 0;
    }

    private void Commit()
    {
        if (_writeEnd > _active.Length)
        {
            if (_writeEnd > _fileLength)
            {
                var grown = (_writeEnd / _options.GrowthBytes + 1) * _options.GrowthBytes;
                _files.SetLength(_file!, grown);
                _fileLength = grown;
            }

            _tail.Collect(_active, _active.Length, _pieces);
            _files.Write(_file!, _pieces, _active.Length);
            _files.Flush(_file!);
            Volatile.Write(ref _bytes, _bytes + _writeEnd - _active.Length);
            _source.Publish(_active, _writeEnd, _writtenSequence, _lastTime, _groupIndex);
            _tail.Trim();
        }

        if (!_health.IsHealthy)
            LogRecovered(_logger, _active.Path);
        _health = StorageHealth.Healthy;
        ForgetGroup();
    }

    /// <summary>
    /// Takes the group back: what it wrote may or may not be on the disk, and nobody has been told of it.
    /// </summary>
    private StorageUnavailableException Fail(Exception fault)
    {
        if (_health.IsHealthy)
            LogUnavailable(_logger, _active.Path, fault);
        _health = StorageHealth.Failed($"{_active.Path}: {fault.Message}");
        _tail.CutTo(_active, _active.Length);
        foreach (var key in _groupKeys)
            _active.Table!.Remove(key);
        _writeEnd = _active.Length;
        _writtenSequence = _active.LastSequence;
        _needsRepair = true;
        ForgetGroup();
        try
        {
            Repair();
        }
        catch (Exception again) when (again is IOException or UnauthorizedAccessException)
        {
            LogRepairFailed(_logger, _active.Path, again);
        }

        return new StorageUnavailableException(_health.Reason!, fault);
    }

    /// <summary>Duplicates of what is durable stay acknowledged even when the group's own write failed.</summary>
    private void CompleteGroup(Exception? failure)
    {
        var durable = _source.DurableSequence;
        foreach (var batch in _group)
        {
            var isDurable = batch.DuplicateCount == batch.Count && batch.LastSequence <= durable;
            batch.Complete(isDurable ? null : failure);
        }
    }

    private void ForgetGroup()
    {
        _groupKeys.Clear();
        _groupIndex.Clear();
    }
}
