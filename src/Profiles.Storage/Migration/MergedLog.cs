using Profiles.Storage.EventLog;

namespace Profiles.Storage.Migration;

/// <summary>The records of several logs in the order in which they came; those of one log in its order.</summary>
internal sealed class MergedLog : IDisposable
{
    private readonly IReadOnlyList<EventLogSnapshot> _logs;
    private readonly EventLogReader[] _readers;
    private readonly EventLogReadBatch[] _batches;
    private readonly int[] _next;
    private readonly PriorityQueue<int, (long Time, int Partition)> _heads = new();
    private bool _hasBegun;

    public MergedLog(IReadOnlyList<EventLogSnapshot> logs)
    {
        _logs = logs;
        _readers = [.. logs.Select(log => log.OpenReader())];
        _batches = [.. logs.Select(_ => new EventLogReadBatch())];
        _next = new int[logs.Count];
    }

    /// <summary>The log that the record is of.</summary>
    public int Partition { get; private set; } = -1;

    /// <summary>The record; valid until the next is read.</summary>
    public EventLogRecord Current => _batches[Partition][_next[Partition]];

    /// <summary>Goes to the next record. False when there is none.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            for (var i = 0; i < _logs.Count; i++) await OfferAsync(i, cancellationToken);
        }
        else if (Partition >= 0)
        {
            _next[Partition]++;
            await OfferAsync(Partition, cancellationToken);
        }

        if (!_heads.TryDequeue(out var partition, out _)) return false;
        Partition = partition;
        return true;
    }

    public void Dispose()
    {
        foreach (var reader in _readers) reader.Dispose();
    }

    private async ValueTask OfferAsync(int log, CancellationToken cancellationToken)
    {
        if (_next[log] >= _batches[log].Count)
        {
            _next[log] = 0;
            if (_readers[log].NextSequence > _logs[log].LastSequence
                || !await _readers[log].ReadAsync(_batches[log], cancellationToken))
                return;
        }

        _heads.Enqueue(log, (_batches[log][_next[log]].IngestionTimeMilliseconds, log));
    }
}
