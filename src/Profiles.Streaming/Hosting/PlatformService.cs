using Microsoft.Extensions.Hosting;
using Profiles.Storage;
using Profiles.Streaming.Ingestion;

namespace Profiles.Streaming.Hosting;

/// <summary>
/// Folds every partition of a data folder from when the grains can be called until just before they stop. A stop
/// refuses new events, folds what is durable, and writes a last checkpoint.
/// </summary>
internal sealed class PlatformService : IHostedService, IAsyncDisposable
{
    private readonly EventIngestion _ingestion;
    private readonly ProfilesHostOptions _options;
    private readonly PartitionRun[] _runs;
    private bool _isDisposed;

    public PlatformService(
        PartitionSet partitions, EventIngestion ingestion, PartitionRuns runs, StreamingInstruments instruments,
        ProfilesHostOptions options)
    {
        _ingestion = ingestion;
        _options = options;
        _runs = [.. partitions.Select(runs.Create)];
        instruments.Observe(partitions);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var run in _runs) run.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _ingestion.Stop();
        return Task.WhenAll(_runs.Select(run => run.StopAsync(_options.DrainTimeout, cancellationToken)));
    }

    /// <summary>Waits until all that is durable now is folded, and writes a checkpoint of every partition.</summary>
    /// <exception cref="TimeoutException">Folding did not get there within the drain time.</exception>
    /// <exception cref="StorageUnavailableException">A checkpoint could not be written.</exception>
    public async Task CheckpointAllAsync(CancellationToken cancellationToken)
    {
        foreach (var run in _runs)
        {
            var partition = run.Partition;
            var end = partition.Durable;
            if (!await partition.Progress.WaitAsync(end, Timeout.InfiniteTimeSpan, cancellationToken))
                throw new TimeoutException($"Partition {partition.Number} was not folded to its end.");
            if (!await run.TryCheckpointAsync(cancellationToken))
                throw new StorageUnavailableException(
                    $"The checkpoint of partition {partition.Number} was not written.");
        }
    }

    // The container disposes it twice, as itself and as a hosted service.
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true)) return;
        foreach (var run in _runs) await run.DisposeAsync();
    }
}
