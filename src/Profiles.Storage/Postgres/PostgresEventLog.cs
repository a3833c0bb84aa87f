using Npgsql;
using NpgsqlTypes;
using Profiles.Storage.EventLog;

namespace Profiles.Storage.Postgres;

/// <summary>
/// The log of one partition in PostgreSQL. Any host of the cluster appends to it and reads it; what waits is appended
/// in one transaction, which the others of the partition follow one after another.
/// </summary>
/// <remarks>
/// A transaction holds the partition's row from before it looks for duplicates until it commits: sequences have no
/// gaps, become visible in their order, and no two transactions miss each other's keys.
/// </remarks>
public sealed class PostgresEventLog : IEventLog
{
    private static readonly TimeSpan DisposeLimit = TimeSpan.FromSeconds(30);

    private readonly PostgresCluster _cluster;
    private readonly EventLogOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly LogArrivals _arrivals;
    private List<AppendBatch> _pending = [];
    private long _pendingBytes;
    private Task _writing = Task.CompletedTask;
    private bool _isWriting;
    private bool _isClosed;
    private volatile StorageHealth _health = StorageHealth.Healthy;

    internal PostgresEventLog(
        PostgresCluster cluster, int partition, EventLogOptions options, TimeProvider time, LogArrivals arrivals)
    {
        _cluster = cluster;
        _options = options;
        _time = time;
        _arrivals = arrivals;
        Partition = partition;
    }

    public int Partition { get; }

    /// <summary>1: all is kept.</summary>
    public long FirstSequence => 1;

    /// <summary>As this host last saw it; other hosts append too, and are heard of within milliseconds.</summary>
    public long LastSequence => _arrivals.LastSequenceOf(Partition);

    public async ValueTask<long> ReadLastSequenceAsync(CancellationToken cancellationToken)
    {
        var last = await PostgresFaults.Named(async () =>
        {
            await using var read = _cluster.Source.CreateCommand(
                $"select next_sequence - 1 from {PostgresCluster.Schema}.partitions where partition = $1");
            read.Parameters.Add(new() { Value = Partition });
            return (long)(await read.ExecuteScalarAsync(cancellationToken))!;
        });
        _arrivals.Tell(Partition, last);
        return last;
    }

    /// <summary>Not known without reading all of it.</summary>
    public long Bytes => 0;

    public StorageHealth Health => _health;

    public long ReleasePosition { get; set; }

    public ValueTask AppendAsync(AppendBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Count == 0) return ValueTask.CompletedTask;
        batch.ThrowIfLarger(_options);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_pendingBytes > _options.MaxPendingBytes)
                throw new StorageUnavailableException($"{_pendingBytes} bytes wait for PostgreSQL already.");
            var done = batch.Begin();
            _pending.Add(batch);
            _pendingBytes += batch.WrittenBytes;
            if (!_isWriting)
            {
                _isWriting = true;
                _writing = Task.Run(WriteAsync);
            }

            return done;
        }
    }

    /// <summary>Holds nothing: all is kept.</summary>
    public EventLogHold Hold() => new(() => { }, _ => { });

    public IEventLogReader OpenReader(long fromSequence = 0) =>
        new PostgresEventLogReader(_cluster, Partition, Math.Max(1, fromSequence), _arrivals);

    public async ValueTask DisposeAsync()
    {
        Task writing;
        lock (_gate)
        {
            _isClosed = true;
            writing = _writing;
        }

        await writing.WaitAsync(DisposeLimit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Writes until nothing waits; whatever came meanwhile goes into one transaction.</summary>
    private async Task WriteAsync()
    {
        while (true)
        {
            List<AppendBatch> taken;
            lock (_gate)
            {
                if (_pending.Count == 0)
                {
                    _isWriting = false;
                    return;
                }

                (taken, _pending) = (_pending, []);
                _pendingBytes = 0;
            }

            Exception? failure = null;
            try
            {
                await PostgresFaults.Named(() => WriteAsync(taken));
                _health = StorageHealth.Healthy;
            }
            catch (Exception fault)
            {
                _health = StorageHealth.Failed(fault.Message);
                failure = fault;
            }

            foreach (var batch in taken) batch.Complete(failure);
        }
    }

    private async Task WriteAsync(List<AppendBatch> batches)
    {
        await using var connection = await _cluster.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var (next, lastTime) = await HoldAsync(connection);
        var known = await FindAsync(connection, batches);
        var time = Math.Max(lastTime, _time.GetUtcNow().ToUnixTimeMilliseconds());
        var first = next;
        var rows = new List<(long Sequence, AppendBatch Batch, int Index)>();
        foreach (var batch in batches)
        {
            for (var i = 0; i < batch.Count; i++)
            {
                var key = batch.KeyOf(i);
                if (key != UInt128.Zero && known.TryGetValue(key, out var original))
                {
                    batch.Resolve(i, original, isDuplicate: true);
                    continue;
                }

                if (key != UInt128.Zero) known.Add(key, next);
                batch.Resolve(i, next, isDuplicate: false);
                rows.Add((next++, batch, i));
            }
        }

        if (rows.Count > 0)
        {
            await CopyAsync(connection, rows, time);
            await MoveAsync(connection, next, time);
        }

        await transaction.CommitAsync();
        if (next > first) _arrivals.Tell(Partition, next - 1);
    }

    private async Task<(long Next, long LastTime)> HoldAsync(NpgsqlConnection connection)
    {
        await using var hold = new NpgsqlCommand(
            $"select next_sequence, last_ingested_ms from {PostgresCluster.Schema}.partitions "
            + "where partition = $1 for update",
            connection)
        {
            Parameters = { new() { Value = Partition } },
        };
        await using var reader = await hold.ExecuteReaderAsync();
        return await reader.ReadAsync()
            ? (reader.GetInt64(0), reader.GetInt64(1))
            : throw new StorageUnavailableException($"Partition {Partition} is not in the tables of the cluster.");
    }

    private async Task<Dictionary<UInt128, long>> FindAsync(NpgsqlConnection connection, List<AppendBatch> batches)
    {
        var keys = new HashSet<UInt128>();
        foreach (var batch in batches)
        {
            for (var i = 0; i < batch.Count; i++)
                if (batch.KeyOf(i) != UInt128.Zero) keys.Add(batch.KeyOf(i));
        }

        var known = new Dictionary<UInt128, long>();
        if (keys.Count == 0) return known;
        await using var find = new NpgsqlCommand(
            $"select dedupe_key, sequence from {PostgresCluster.Schema}.event_log "
            + "where partition = $1 and dedupe_key = any($2)",
            connection)
        {
            Parameters =
            {
                new() { Value = Partition },
                new()
                {
                    Value = keys.Select(key => DedupeKeys.BytesOf(key)!).ToArray(),
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea,
                },
            },
        };
        await using var reader = await find.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            known.Add(DedupeKeys.KeyOf(reader.GetFieldValue<byte[]>(0)), reader.GetInt64(1));
        return known;
    }

    private async Task CopyAsync(
        NpgsqlConnection connection, List<(long Sequence, AppendBatch Batch, int Index)> rows, long time)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            $"copy {PostgresCluster.Schema}.event_log (partition, sequence, ingested_ms, dedupe_key, payload) "
            + "from stdin (format binary)");
        foreach (var (sequence, batch, index) in rows)
        {
            await copy.StartRowAsync();
            await copy.WriteAsync(Partition, NpgsqlDbType.Integer);
            await copy.WriteAsync(sequence, NpgsqlDbType.Bigint);
            await copy.WriteAsync(time, NpgsqlDbType.Bigint);
            if (DedupeKeys.BytesOf(batch.KeyOf(index)) is { } key) await copy.WriteAsync(key, NpgsqlDbType.Bytea);
            else await copy.WriteNullAsync();
            await copy.WriteAsync(batch.PayloadMemoryOf(index), NpgsqlDbType.Bytea);
        }

        await copy.CompleteAsync();
    }

    private async Task MoveAsync(NpgsqlConnection connection, long next, long time)
    {
        await using var move = new NpgsqlBatch(connection);
        move.BatchCommands.Add(new NpgsqlBatchCommand(
            $"update {PostgresCluster.Schema}.partitions set next_sequence = $2, last_ingested_ms = $3 "
            + "where partition = $1")
        {
            Parameters = { new() { Value = Partition }, new() { Value = next }, new() { Value = time } },
        });

        // Sent when the transaction commits, and not if it does not.
        move.BatchCommands.Add(new NpgsqlBatchCommand("select pg_notify($1, $2)")
        {
            Parameters =
            {
                new() { Value = LogArrivals.Channel }, new() { Value = LogArrivals.Text(Partition, next - 1) },
            },
        });
        await move.ExecuteNonQueryAsync();
    }
}
