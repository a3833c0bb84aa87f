using System.Collections;
using Profiles.Storage.EventLog;

namespace Profiles.Storage.Postgres;

/// <summary>The logs of all partitions, as one host reaches them.</summary>
public sealed class PostgresEventLogs : IReadOnlyList<IEventLog>, IAsyncDisposable
{
    private readonly LogArrivals _arrivals;
    private readonly PostgresEventLog[] _logs;

    private PostgresEventLogs(LogArrivals arrivals, PostgresEventLog[] logs)
    {
        _arrivals = arrivals;
        _logs = logs;
    }

    public int Count => _logs.Length;

    public IEventLog this[int index] => _logs[index];

    /// <summary>Opens the logs, and listens for what other hosts append.</summary>
    /// <exception cref="StorageUnavailableException">The database cannot be reached, or refuses.</exception>
    public static async Task<PostgresEventLogs> OpenAsync(
        PostgresCluster cluster, EventLogOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        options.Validate();
        var arrivals = await LogArrivals.StartAsync(cluster, time, cancellationToken);
        return new PostgresEventLogs(
            arrivals,
            [
                .. Enumerable.Range(0, cluster.Partitions)
                    .Select(partition => new PostgresEventLog(cluster, partition, options, time, arrivals)),
            ]);
    }

    public IEnumerator<IEventLog> GetEnumerator() => _logs.AsEnumerable<IEventLog>().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _logs.GetEnumerator();

    /// <summary>Writes what waits, and ends the readers.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var log in _logs) await log.DisposeAsync();
        await _arrivals.DisposeAsync();
    }
}
