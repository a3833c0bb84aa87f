using System.Globalization;
using Npgsql;

namespace Profiles.Storage.Postgres;

/// <summary>
/// What this host knows of the ends of the logs: it listens to the other hosts' notifications, and looks by itself once
/// a second in case one was missed.
/// </summary>
internal sealed class LogArrivals : IAsyncDisposable
{
    public const string Channel = "profiles_log";

    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private readonly PostgresCluster _cluster;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ended = new();
    private readonly long[] _last;
    private readonly TaskCompletionSource[] _moved;
    private readonly Lock _gate = new();
    private Task _listening = Task.CompletedTask;

    private LogArrivals(PostgresCluster cluster, TimeProvider time)
    {
        _cluster = cluster;
        _time = time;
        _last = new long[cluster.Partitions];
        _moved = [.. Enumerable.Range(0, cluster.Partitions).Select(_ => NewSignal())];
    }

    /// <summary>Starts after the ends of all logs were read once.</summary>
    public static async Task<LogArrivals> StartAsync(
        PostgresCluster cluster, TimeProvider time, CancellationToken cancellationToken)
    {
        var arrivals = new LogArrivals(cluster, time);
        await PostgresFaults.Named(async () =>
        {
            await using var connection = await cluster.Source.OpenConnectionAsync(cancellationToken);
            await arrivals.LookAsync(connection, cancellationToken);
        });
        arrivals._listening = Task.Run(arrivals.ListenAsync, CancellationToken.None);
        return arrivals;
    }

    public static string Text(int partition, long lastSequence) =>
        string.Create(CultureInfo.InvariantCulture, $"{partition}:{lastSequence}");

    public long LastSequenceOf(int partition) => Volatile.Read(ref _last[partition]);

    /// <summary>The log of a partition has come as far as this.</summary>
    public void Tell(int partition, long lastSequence)
    {
        TaskCompletionSource signal;
        lock (_gate)
        {
            if (lastSequence <= _last[partition]) return;
            Volatile.Write(ref _last[partition], lastSequence);
            signal = _moved[partition];
            _moved[partition] = NewSignal();
        }

        signal.TrySetResult();
    }

    /// <summary>True once the sequence is in the log, false when this host stops before.</summary>
    public async ValueTask<bool> WaitForAsync(int partition, long sequence, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task moved;
            lock (_gate)
            {
                if (_last[partition] >= sequence) return true;
                if (_ended.IsCancellationRequested) return false;
                moved = _moved[partition].Task;
            }

            await moved.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        TaskCompletionSource[] waiting;
        lock (_gate)
        {
            if (_ended.IsCancellationRequested) return;
            _ended.Cancel();
            waiting = [.. _moved];
        }

        foreach (var signal in waiting) signal.TrySetResult();
        await _listening;
        _ended.Dispose();
    }

    private async Task ListenAsync()
    {
        while (!_ended.IsCancellationRequested)
        {
            try
            {
                await using var connection = await _cluster.Source.OpenConnectionAsync(_ended.Token);
                connection.Notification += (_, told) => Hear(told.Payload);
                await using (var listen = new NpgsqlCommand($"listen {Channel}", connection))
                    await listen.ExecuteNonQueryAsync(_ended.Token);
                await LookAsync(connection, _ended.Token);
                while (true)
                {
                    if (!await connection.WaitAsync(LookInterval, _ended.Token))
                        await LookAsync(connection, _ended.Token);
                }
            }
            catch (OperationCanceledException) when (_ended.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (PostgresFaults.IsOfDatabase(fault))
            {
                // Whoever appends or reads meets the fault and reports it; here there is nothing but to try again.
                await Task.Delay(LookInterval, _time, _ended.Token).ConfigureAwait(
                    ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Hear(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0
            && int.TryParse(text.AsSpan(0, colon), CultureInfo.InvariantCulture, out var partition)
            && partition >= 0 && partition < _last.Length
            && long.TryParse(text.AsSpan(colon + 1), CultureInfo.InvariantCulture, out var sequence))
            Tell(partition, sequence);
    }

    private async Task LookAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var look = new NpgsqlCommand(
            $"select partition, next_sequence - 1 from {PostgresCluster.Schema}.partitions", connection);
        await using var rows = await look.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken)) Tell(rows.GetInt32(0), rows.GetInt64(1));
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
