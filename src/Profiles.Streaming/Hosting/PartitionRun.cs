using Microsoft.Extensions.Logging;
using Profiles.Streaming.Checkpoints;
using Profiles.Streaming.Pumping;

namespace Profiles.Streaming.Hosting;

/// <summary>The pump and the checkpointer of one partition, from its start to its last checkpoint.</summary>
internal sealed partial class PartitionRun(
    Partition partition, PartitionPump pump, PartitionCheckpointer checkpointer, ILogger logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource _pumping = new();
    private readonly CancellationTokenSource _checkpointing = new();
    private Task _pumpRun = Task.CompletedTask;
    private Task _checkpointRun = Task.CompletedTask;

    public Partition Partition => partition;

    /// <summary>Begins to fold. What is durable now has to be folded before the partition is ready.</summary>
    public void Start()
    {
        partition.ReadyPosition = partition.Durable;
        _pumpRun = Task.Run(() => pump.RunAsync(_pumping.Token), CancellationToken.None);
        _checkpointRun = Task.Run(() => checkpointer.RunAsync(_checkpointing.Token), CancellationToken.None);
    }

    /// <summary>Folds what is durable, for at most the limit, stops, and writes a last checkpoint.</summary>
    /// <returns>Whether that was written.</returns>
    public async Task<bool> StopAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        await _checkpointing.CancelAsync();
        await _checkpointRun;
        var end = partition.Durable;
        if (!await partition.Progress.WaitAsync(end, limit, cancellationToken))
            LogNotDrained(logger, partition.Number, end - partition.Progress.Folded);
        await _pumping.CancelAsync();
        await _pumpRun;
        return await checkpointer.TryCheckpointAsync(cancellationToken);
    }

    /// <summary>Writes a checkpoint of what is folded.</summary>
    /// <returns>Whether it was written.</returns>
    public Task<bool> TryCheckpointAsync(CancellationToken cancellationToken) =>
        checkpointer.TryCheckpointAsync(cancellationToken);

    /// <summary>Stops without a checkpoint, unless it was stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        await _checkpointing.CancelAsync();
        await _pumping.CancelAsync();
        await Task.WhenAll(_pumpRun, _checkpointRun);
        checkpointer.Dispose();
        _pumping.Dispose();
        _checkpointing.Dispose();
    }

    [LoggerMessage(
        LogLevel.Warning, "Partition {Partition} stops {Lag} records before its end; the next start folds them")]
    private static partial void LogNotDrained(ILogger logger, int partition, long lag);
}
