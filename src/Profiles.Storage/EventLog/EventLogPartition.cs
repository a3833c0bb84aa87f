using Microsoft.Extensions.Logging;

namespace Profiles.Storage.EventLog;

/// <summary>
/// The durable log of one partition: appended in groups with one flush each, read from any sequence, exact about
/// duplicates over all that it keeps. docs/event-log.md has the format and the rules of recovery.
/// </summary>
/// <remarks>
/// One writer thread owns the files, the key tables and the tail. What readers see is published under the gate:
/// <c>FirstSequence &lt;= DurableSequence + 1 &lt;= next sequence to be written</c>.
/// </remarks>
public sealed partial class EventLogPartition : IEventLog
{
    private readonly EventLogOptions _options;
    private readonly EventLogWriter _writer;
    private readonly LiveSource _source;

    private List<AppendBatch> _pending = [];
    private long _pendingBytes;
    private bool _isClosing;

    /// <summary>Wakes the writer; held only for a moment.</summary>
    private readonly object _work = new();
    private TaskCompletionSource? _room;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private EventLogPartition(EventLogOptions options, EventLogWriter writer, LiveSource source, int partition)
    {
        _options = options;
        _writer = writer;
        _source = source;
        Partition = partition;
        _thread = new Thread(RunWriter) { IsBackground = true, Name = $"event log {partition}" };
        _thread.Start();
    }

    public int Partition { get; }

    /// <summary>The oldest record that is kept, or the one that comes first.</summary>
    public long FirstSequence => _source.FirstSequence;

    /// <summary>The newest durable record; one less than <see cref="FirstSequence"/> in an empty log.</summary>
    public long LastSequence => _source.DurableSequence;

    /// <summary>Bytes of all segments that are kept.</summary>
    public long Bytes => _writer.Bytes;

    public StorageHealth Health => _writer.Health;

    /// <summary>
    /// The position up to which everything is checkpointed. Retention keeps the segment with this record and all
    /// after it; 0, the start, keeps everything.
    /// </summary>
    public long ReleasePosition
    {
        get => _writer.ReleasePosition;
        set
        {
            _writer.ReleasePosition = value;
            Released();
        }
    }

    /// <summary>Opens or creates the log of a partition, cutting a torn tail.</summary>
    /// <exception cref="EventLogCorruptException">It is damaged where it was durable.</exception>
    /// <exception cref="UnsupportedFormatException">A newer release wrote it.</exception>
    public static EventLogPartition Open(
        string directory, int partition, EventLogOptions options, TimeProvider time, ILogger logger) =>
        Open(directory, partition, options, time, logger, DiskFiles.Instance);

    /// <summary>
    /// Completes when every event of the batch is durable, and the original of every duplicate. A batch is all or
    /// nothing; batches are written in the order of the calls.
    /// </summary>
    /// <exception cref="StorageUnavailableException">The disk refused; nothing of the batch is in the log.</exception>
    /// <exception cref="ArgumentException">The batch or one of its payloads is larger than the options
    /// allow.</exception>
    public ValueTask AppendAsync(AppendBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Count == 0)
            return ValueTask.CompletedTask;
        batch.ThrowIfLarger(_options);
        lock (_work)
        {
            ObjectDisposedException.ThrowIf(_isClosing, this);
            if (_pendingBytes < _options.MaxPendingBytes)
                return Enqueue(batch);
        }

        return AppendWhenRoomAsync(batch);
    }

    /// <summary>A reader from the given sequence on, or from the first that is kept.</summary>
    public IEventLogReader OpenReader(long fromSequence = 0) => new EventLogReader(_source, fromSequence);

    /// <summary>Writes what is waiting, closes the files and ends the readers.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_work)
        {
            _isClosing = true;
            Monitor.Pulse(_work);
            _room?.TrySetResult();
        }

        await _closed.Task.ConfigureAwait(false);
    }

    internal static EventLogPartition Open(
        string directory, int partition, EventLogOptions options, TimeProvider time, ILogger logger, DiskFiles files)
    {
        options.Validate();
        var source = new LiveSource(files, options.TailBytes);
        var writer = EventLogWriter.Open(directory, partition, options, time, logger, files, source);
        return new EventLogPartition(options, writer, source, partition);
    }

    private ValueTask Enqueue(AppendBatch batch)
    {
        var result = batch.Begin();
        _pending.Add(batch);
        _pendingBytes += batch.WrittenBytes;
        if (_pending.Count == 1)
            Monitor.Pulse(_work);
        return result;
    }

    private async ValueTask AppendWhenRoomAsync(AppendBatch batch)
    {
        while (true)
        {
            Task room;
            ValueTask appended = default;
            lock (_work)
            {
                ObjectDisposedException.ThrowIf(_isClosing, this);
                if (_pendingBytes < _options.MaxPendingBytes)
                {
                    appended = Enqueue(batch);
                    room = Task.CompletedTask;
                }
                else
                {
                    _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    room = _room.Task;
                }
            }

            await room.ConfigureAwait(false);
            if (room == Task.CompletedTask)
            {
                await appended.ConfigureAwait(false);
                return;
            }
        }
    }

    /// <summary>Holds retention back for one more reader.</summary>
    public EventLogHold Hold()
    {
        var hold = new EventLogHold(Released, Release);
        _writer.Add(hold);
        return hold;
    }

    private void Release(EventLogHold hold)
    {
        _writer.Remove(hold);
        Released();
    }

    /// <summary>Lets retention look again.</summary>
    private void Released()
    {
        if (_writer.HasRetention)
            Wake();
    }

    private void Wake()
    {
        lock (_work)
            Monitor.Pulse(_work);
    }

    private void RunWriter()
    {
        var taken = new List<AppendBatch>();
        try
        {
            while (Take(ref taken))
            {
                _writer.Write(taken);
                taken.Clear();
                _writer.ApplyRetention();
            }
        }
        finally
        {
            _writer.Close();
            _source.End();
            _closed.TrySetResult();
        }
    }

    /// <summary>Waits for work. False when the log is closing and nothing is left to write.</summary>
    private bool Take(ref List<AppendBatch> taken)
    {
        lock (_work)
        {
            if (_pending.Count == 0 && !_isClosing)
                Monitor.Wait(_work);
            if (_pending.Count == 0)
                return !_isClosing;
            (taken, _pending) = (_pending, taken);
            _pendingBytes = 0;
            _room?.TrySetResult();
            _room = null;
            return true;
        }
    }
}
