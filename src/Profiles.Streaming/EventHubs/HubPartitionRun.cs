using Microsoft.Extensions.Logging;
using Profiles.Storage.Hubs;

namespace Profiles.Streaming.EventHubs;

/// <summary>Reads one partition of the hub from its place on, until it is stopped, loses the place or fails.</summary>
/// <remarks>
/// Invariant: checkpoint &lt;= taken, and what is taken is durable. So whatever ends a run, the next one reads again
/// what was taken since the checkpoint, and the log knows it by its ids.
/// </remarks>
internal sealed partial class HubPartitionRun(
    IHub hub, IHubPlaces places, HubIntake intake, HubPlace place, HubOptions options, HubInstruments instruments,
    TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan LastCheckpoint = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private Task _run = Task.CompletedTask;
    private long _taken = place.Sequence;
    private long _lastEnqueued = -1;
    private (long Taken, long LastEnqueued) _noted = (place.Sequence, -1);

    public HubPlace Place => place;

    /// <summary>Whether it has ended by itself.</summary>
    public bool IsDone => _run.IsCompleted;

    /// <summary>Messages that are not taken yet, as far as the hub has said.</summary>
    public long Lag => Math.Max(0, Volatile.Read(ref _lastEnqueued) - Volatile.Read(ref _taken));

    public void Start() => _run = Task.Run(() => RunAsync(_stopping.Token), CancellationToken.None);

    /// <summary>Ends the run; what is taken by then is noted, if that is possible.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _run;
        _stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await NoteLastAsync();
        }
        catch (Exception fault)
        {
            instruments.Faults.Add(1, HubInstruments.PartitionTag(place.Partition));
            LogFault(logger, fault, place.Partition, _taken);
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        await using var reader = await hub.OpenAsync(place.Partition, place.Sequence, place.Epoch, cancellationToken);
        var noted = time.GetTimestamp();
        while (true)
        {
            var batch = await reader.ReadAsync(options.MaxBatchMessages, options.MaxWait, cancellationToken);
            if (batch.Messages is [.., var last])
            {
                await intake.TakeAsync(place.Partition, batch.Messages, cancellationToken);
                Volatile.Write(ref _taken, last.Sequence);
            }

            Volatile.Write(ref _lastEnqueued, Math.Max(batch.LastEnqueued ?? _lastEnqueued, _taken));
            if ((_taken, _lastEnqueued) == _noted) continue;
            if (_taken - _noted.Taken < options.CheckpointMessages
                && time.GetElapsedTime(noted) < options.CheckpointInterval)
                continue;
            if (!await NoteAsync(cancellationToken)) return;
            noted = time.GetTimestamp();
        }
    }

    private async Task<bool> NoteAsync(CancellationToken cancellationToken)
    {
        var (taken, lastEnqueued) = (_taken, _lastEnqueued);
        if (!await places.AdvanceAsync(place, taken, lastEnqueued, cancellationToken))
        {
            LogLost(logger, place.Partition);
            return false;
        }

        _noted = (taken, lastEnqueued);
        return true;
    }

    // The process is about to leave; what cannot be noted is read once more, and counted once.
    private async Task NoteLastAsync()
    {
        if (_taken == _noted.Taken) return;
        using var patience = new CancellationTokenSource(LastCheckpoint, time);
        try
        {
            await NoteAsync(patience.Token);
        }
        catch (Exception fault)
        {
            LogFault(logger, fault, place.Partition, _taken);
        }
    }

    [LoggerMessage(
        LogLevel.Warning, "Partition {Partition} of the hub: reading ended behind {Sequence}; it begins again")]
    private static partial void LogFault(ILogger logger, Exception fault, string partition, long sequence);

    [LoggerMessage(LogLevel.Information, "Partition {Partition} of the hub: another host reads it now")]
    private static partial void LogLost(ILogger logger, string partition);
}
