using Npgsql;
using Profiles.Storage.EventLog;

namespace Profiles.Storage.Postgres;

/// <summary>Reads the log of one partition from PostgreSQL, and waits for what comes.</summary>
internal sealed class PostgresEventLogReader(
    PostgresCluster cluster, int partition, long fromSequence, LogArrivals arrivals) : IEventLogReader
{
    public long NextSequence { get; private set; } = fromSequence;

    public async ValueTask<bool> ReadAsync(EventLogReadBatch batch, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        cancellation.ThrowIfCancellationRequested();
        batch.Clear();
        while (batch.Count == 0)
        {
            if (!await arrivals.WaitForAsync(partition, NextSequence, cancellation)) return false;
            await PostgresFaults.Named(() => FillAsync(batch, cancellation));
        }

        NextSequence = batch.LastSequence + 1;
        return true;
    }

    public void Dispose()
    {
    }

    private async Task FillAsync(EventLogReadBatch batch, CancellationToken cancellation)
    {
        batch.Clear();
        await using var read = cluster.Source.CreateCommand(
            $"select sequence, ingested_ms, dedupe_key, payload from {PostgresCluster.Schema}.event_log "
            + "where partition = $1 and sequence >= $2 order by sequence limit $3");
        read.Parameters.Add(new() { Value = partition });
        read.Parameters.Add(new() { Value = NextSequence });
        read.Parameters.Add(new() { Value = batch.MaxRecords });
        await using var rows = await read.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var key = rows.IsDBNull(2) ? null : rows.GetFieldValue<byte[]>(2);
            batch.TryAdd(
                rows.GetInt64(0), rows.GetInt64(1), DedupeKeys.KeyOf(key), rows.GetFieldValue<byte[]>(3));
        }
    }
}
