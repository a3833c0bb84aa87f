using Npgsql;
using NpgsqlTypes;
using Profiles.Core.Events;
using Profiles.Core.Text;
using Profiles.Core.Units;
using Profiles.Storage.EventLog;
using Profiles.Storage.Postgres;

namespace Profiles.Storage.Migration;

/// <summary>
/// Moves the log of a data folder into a cluster with another number of partitions. Records keep their ingestion time,
/// their key and their order within a unit; their sequences are new.
/// </summary>
internal sealed class LogMigration(PostgresCluster cluster) : IDisposable
{
    private const int RowsATransaction = 20_000;
    private const string Schema = PostgresCluster.Schema;

    private readonly Utf8StringPool _pool = new();
    private readonly LogDigests _written = new(cluster.Partitions);
    private readonly List<(int Partition, long Sequence, long Time, UInt128 Key, byte[] Payload)> _rows = [];
    private readonly Dictionary<(int Partition, long Sequence), (int Partition, long Sequence)> _places = [];
    private readonly long[] _times = new long[cluster.Partitions];

    /// <summary>Copies all of it.</summary>
    /// <param name="logs">The logs of the folder.</param>
    /// <param name="wanted">Places whose new ones are asked for later.</param>
    /// <param name="progress">From 0 to 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StorageCorruptException">A log does not begin with its first record.</exception>
    public async Task CopyAsync(
        IReadOnlyList<EventLogSnapshot> logs, IReadOnlySet<(int Partition, long Sequence)> wanted,
        IProgress<double> progress, CancellationToken cancellationToken)
    {
        var total = Math.Max(1, logs.Sum(log => log.LastSequence));
        var copied = 0L;
        using var records = new MergedLog(logs);
        await using var connection = await cluster.Source.OpenConnectionAsync(cancellationToken);
        while (await records.ReadAsync(cancellationToken))
        {
            var record = records.Current;
            var partition = PartitionOf(record.Payload, records.Partition);
            var sequence = _written.Counts[partition] + 1;
            if (wanted.Contains((records.Partition, record.Sequence)))
                _places.Add((records.Partition, record.Sequence), (partition, sequence));
            var time = _times[partition] = Math.Max(_times[partition], record.IngestionTimeMilliseconds);
            _written.Add(partition, sequence, time, record.DedupeKey, record.Payload);
            _rows.Add((partition, sequence, time, record.DedupeKey, record.Payload.ToArray()));
            if (_rows.Count < RowsATransaction) continue;
            await FlushAsync(connection, cancellationToken);
            progress.Report((copied += RowsATransaction) / (double)total);
        }

        await FlushAsync(connection, cancellationToken);
    }

    /// <summary>Where a wanted record is now; null where there was none.</summary>
    public (int Partition, long Sequence)? NewPlaceOf(int partition, long sequence) =>
        _places.TryGetValue((partition, sequence), out var place) ? place : null;

    /// <summary>The partition of a record in the cluster.</summary>
    public int PartitionOf(ReadOnlySpan<byte> payload, int otherwise)
    {
        try
        {
            return UnitRecordCodec.PeekUnit(payload, _pool).Partition(cluster.Partitions);
        }
        catch (Exception fault) when (fault is UnknownRecordException or InvalidDataException)
        {
            // Nobody's: it goes on to be refused, in any partition.
            return otherwise % cluster.Partitions;
        }
    }

    /// <summary>Reads all of it again from the cluster, and compares.</summary>
    /// <returns>How many records there are.</returns>
    /// <exception cref="StorageCorruptException">Something differs.</exception>
    public async Task<long> VerifyAsync(CancellationToken cancellationToken)
    {
        using var read = new LogDigests(cluster.Partitions);
        await using var connection = await cluster.Source.OpenConnectionAsync(cancellationToken);
        await using (var all = connection.Command(
            $"select partition, sequence, ingested_ms, dedupe_key, payload from {Schema}.event_log "
            + "order by partition, sequence"))
        {
            all.CommandTimeout = 0;
            await using var rows = await all.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
            {
                var key = rows.IsDBNull(3) ? null : rows.GetFieldValue<byte[]>(3);
                read.Add(
                    rows.GetInt32(0), rows.GetInt64(1), rows.GetInt64(2), DedupeKeys.KeyOf(key),
                    rows.GetFieldValue<byte[]>(4));
            }
        }

        for (var partition = 0; partition < cluster.Partitions; partition++)
        {
            if (!_written.Take(partition).AsSpan().SequenceEqual(read.Take(partition)))
                throw new StorageCorruptException(
                    $"schema {Schema}", partition,
                    $"partition {partition} reads otherwise than it was written; drop the schema and migrate again");
        }

        return read.Counts.Sum();
    }

    public void Dispose() => _written.Dispose();

    private async Task FlushAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var copy = await connection.BeginBinaryImportAsync(
            $"copy {Schema}.event_log (partition, sequence, ingested_ms, dedupe_key, payload) "
            + "from stdin (format binary)",
            cancellationToken))
        {
            foreach (var (partition, sequence, time, key, payload) in _rows)
            {
                await copy.StartRowAsync(cancellationToken);
                await copy.WriteAsync(partition, NpgsqlDbType.Integer, cancellationToken);
                await copy.WriteAsync(sequence, NpgsqlDbType.Bigint, cancellationToken);
                await copy.WriteAsync(time, NpgsqlDbType.Bigint, cancellationToken);
                if (DedupeKeys.BytesOf(key) is { } bytes)
                    await copy.WriteAsync(bytes, NpgsqlDbType.Bytea, cancellationToken);
                else await copy.WriteNullAsync(cancellationToken);
                await copy.WriteAsync(payload, NpgsqlDbType.Bytea, cancellationToken);
            }

            await copy.CompleteAsync(cancellationToken);
        }

        connection.Execute(
            $"update {Schema}.partitions p set next_sequence = n.next, last_ingested_ms = n.ingested "
            + "from unnest($1, $2, $3) as n (partition, next, ingested) where p.partition = n.partition",
            Enumerable.Range(0, cluster.Partitions).ToArray(), _written.Counts.Select(count => count + 1).ToArray(),
            _times);
        await transaction.CommitAsync(cancellationToken);
        _rows.Clear();
    }
}
