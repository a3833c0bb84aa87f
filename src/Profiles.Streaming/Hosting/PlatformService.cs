using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Embedded.Streams;
using Profiles.Contracts;
using Profiles.Storage;
using Profiles.Streaming.Checkpoints;
using Profiles.Streaming.DeadLetters;
using Profiles.Streaming.Ingestion;
using Profiles.Streaming.Pumping;
using Profiles.Streaming.Serving;

namespace Profiles.Streaming.Hosting;

/// <summary>
/// Runs a pump and a checkpointer for each partition from when the grains can be called until just before they stop. A
/// stop refuses new events, folds what is durable, and writes a last checkpoint.
/// </summary>
internal sealed partial class PlatformService : IHostedService, IAsyncDisposable
{
    private readonly PartitionSet _partitions;
    private readonly EventIngestion _ingestion;
    private readonly ProfilesHostOptions _options;
    private readonly ILogger _logger;
    private readonly PartitionPump[] _pumps;
    private readonly PartitionCheckpointer[] _checkpointers;
    private readonly CancellationTokenSource _pumping = new();
    private readonly CancellationTokenSource _checkpointing = new();
    private readonly List<Task> _pumpRuns = [];
    private readonly List<Task> _checkpointRuns = [];
    private bool _isDisposed;

    public PlatformService(
        PartitionSet partitions,
        EventIngestion ingestion,
        [FromKeyedServices(StreamNames.Provider)] IStreamDispatcher dispatcher,
        IGrainFactory grains,
        DeadLetterBox deadLetters,
        StreamingInstruments instruments,
        SlateObserver slates,
        ProfilesHostOptions options,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        _partitions = partitions;
        _ingestion = ingestion;
        _options = options;
        _logger = loggers.CreateLogger<PlatformService>();
        var pumpLogger = loggers.CreateLogger<PartitionPump>();
        var checkpointLogger = loggers.CreateLogger<PartitionCheckpointer>();
        _pumps = [.. partitions.Select(partition => new PartitionPump(
            partition, dispatcher, deadLetters, slates, options, instruments, time, pumpLogger))];
        _checkpointers = [.. partitions.Select(partition => new PartitionCheckpointer(
            partition, grains, options, instruments, time, checkpointLogger))];
        instruments.Observe(partitions);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var partition in _partitions) partition.ReadyPosition = partition.Durable;
        foreach (var pump in _pumps) _pumpRuns.Add(Task.Run(() =>
            pump.RunAsync(_pumping.Token), CancellationToken.None));
        foreach (var checkpointer in _checkpointers)
            _checkpointRuns.Add(Task.Run(() => checkpointer.RunAsync(_checkpointing.Token), CancellationToken.None));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _ingestion.Stop();
        await _checkpointing.CancelAsync();
        await Task.WhenAll(_checkpointRuns);

        foreach (var partition in _partitions)
        {
            var end = partition.Durable;
            if (!await partition.Progress.WaitAsync(end, _options.DrainTimeout, cancellationToken))
                LogNotDrained(_logger, partition.Number, end - partition.Progress.Folded);
        }

        await _pumping.CancelAsync();
        await Task.WhenAll(_pumpRuns);
        foreach (var checkpointer in _checkpointers) await checkpointer.TryCheckpointAsync(cancellationToken);
    }

    /// <summary>Waits until all that is durable now is folded, and writes a checkpoint of every partition.</summary>
    /// <exception cref="TimeoutException">Folding did not get there within the drain time.</exception>
    /// <exception cref="StorageUnavailableException">A checkpoint could not be written.</exception>
    public async Task CheckpointAllAsync(CancellationToken cancellationToken)
    {
        foreach (var (partition, checkpointer) in _partitions.Zip(_checkpointers))
        {
            var end = partition.Durable;
            if (!await partition.Progress.WaitAsync(end, Timeout.InfiniteTimeSpan, cancellationToken))
                throw new TimeoutException($"Partition {partition.Number} was not folded to its end.");
            if (!await checkpointer.TryCheckpointAsync(cancellationToken))
                throw new StorageUnavailableException(
                    $"The checkpoint of partition {partition.Number} was not written.");
        }
    }

    // The container disposes it twice, as itself and as a hosted service.
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true)) return;
        await _pumping.CancelAsync();
        await _checkpointing.CancelAsync();
        foreach (var checkpointer in _checkpointers) checkpointer.Dispose();
        _pumping.Dispose();
        _checkpointing.Dispose();
    }

    [LoggerMessage(
        LogLevel.Warning, "Partition {Partition} stops {Lag} records before its end; the next start folds them")]
    private static partial void LogNotDrained(ILogger logger, int partition, long lag);
}
