using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Profiles.Contracts;
using Profiles.Storage;
using Profiles.Storage.Postgres;
using Profiles.Streaming.Hosting;
using Profiles.Streaming.Ingestion;

namespace Profiles.Streaming.Cluster;

/// <summary>
/// Takes this host's share of the partitions, folds them, and hands them over: in good order where the shares change or
/// the host stops, and not at all where it dies; then the lease runs out.
/// </summary>
internal sealed partial class PartitionOwnership(
    PostgresCluster cluster,
    PartitionLeases leases,
    PartitionSet partitions,
    PartitionRuns runs,
    PartitionOwners owners,
    ISiloStatusOracle silos,
    EventIngestion ingestion,
    IContentCatalogue catalogue,
    ProfilesHostOptions hostOptions,
    ClusterOptions options,
    StreamingInstruments instruments,
    TimeProvider time,
    ILogger<PartitionOwnership> logger) : ILifecycleParticipant<ISiloLifecycle>, IAsyncDisposable
{
    private static readonly TimeSpan StopInterval = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<int, Tenure> _tenures = [];
    private Task _looking = Task.CompletedTask;
    private bool _isDisposed;

    /// <summary>The last to start and the first to stop: both need grains that can be called.</summary>
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(PartitionOwnership), ServiceLifecycleStage.Active, StartAsync, StopAsync);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true)) return;
        await _ended.CancelAsync();
        await _looking;
        foreach (var tenure in _tenures.Values) await (tenure.Leaving ??= LoseAsync(tenure));
        _ended.Dispose();
        _stopping.Dispose();
    }

    private Task StartAsync(CancellationToken cancellationToken)
    {
        instruments.Observe(partitions);
        _looking = Task.Run(LookAgainAndAgainAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>
    /// Hands all partitions over; a stop that is cancelled already is a death, and hands over nothing.
    /// </summary>
    private async Task StopAsync(CancellationToken cancellationToken)
    {
        ingestion.Stop();
        if (cancellationToken.IsCancellationRequested) await _ended.CancelAsync();
        else await _stopping.CancelAsync();
        await _looking;
        foreach (var tenure in _tenures.Values) await (tenure.Leaving ??= LoseAsync(tenure));
    }

    /// <summary>Until the host dies, or stops and has handed everything over.</summary>
    private async Task LookAgainAndAgainAsync()
    {
        while (!_ended.IsCancellationRequested)
        {
            try
            {
                foreach (var (number, tenure) in _tenures.ToArray())
                    if (tenure.Leaving is { IsCompleted: true }) _tenures.Remove(number);
                if (_stopping.IsCancellationRequested && _tenures.Count == 0) return;
                await LookAsync(_ended.Token);
                await WaitAsync();
            }
            catch (OperationCanceledException) when (_ended.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // What is held goes on; what it writes meanwhile is refused where another host has taken over.
                LogFailed(logger, fault.Message);
                await Task.Delay(options.LookInterval, time, CancellationToken.None);
            }
        }
    }

    /// <summary>Until the next look: a stop ends the wait, and looks more often at what it hands over.</summary>
    private async Task WaitAsync()
    {
        if (_stopping.IsCancellationRequested)
            await Task.Delay(StopInterval, time, _ended.Token);
        else
            await Task.Delay(options.LookInterval, time, _stopping.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        if (_stopping.IsCancellationRequested)
            foreach (var tenure in _tenures.Values) tenure.Leaving ??= LeaveAsync(tenure);
        await RenewAsync(cancellationToken);
        if (!_stopping.IsCancellationRequested) await ShareAsync(cancellationToken);
    }

    /// <summary>Takes what is this host's share and nobody's yet, and begins to hand over what is another's.</summary>
    private async Task ShareAsync(CancellationToken cancellationToken)
    {
        var held = await leases.ReadOwnersAsync(cancellationToken);
        owners.Update(held);
        if (silos.CurrentStatus != SiloStatus.Active) return;

        var self = silos.SiloAddress.ToParsableString();
        var active = silos.GetApproximateSiloStatuses(onlyActive: true).Keys.Select(silo => silo.ToParsableString());
        var shares = PartitionShares.Of([.. active.Append(self).Distinct()], partitions.Count);
        for (var number = 0; number < partitions.Count; number++)
        {
            var isOurs = shares[number] == self;
            var tenure = _tenures.GetValueOrDefault(number);
            if (isOurs && tenure is null && held[number] is null) await TakeAsync(number, self, cancellationToken);
            else if (!isOurs && tenure is { Leaving: null }) tenure.Leaving = LeaveAsync(tenure);
        }
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        if (_tenures.Count == 0) return;
        var until = ValidUntil();
        var renewed = await leases.RenewAsync(
            [.. _tenures.Values.Select(tenure => tenure.Lease)], options.LeaseLength, cancellationToken);
        foreach (var (number, tenure) in _tenures.ToArray())
        {
            if (renewed.Contains(number)) tenure.Run.Partition.ValidUntil = until;
            if (renewed.Contains(number) || tenure.Leaving is not null) continue;
            LogLost(logger, number, tenure.Lease.Epoch);
            tenure.Leaving = LoseAsync(tenure);
        }
    }

    private async Task TakeAsync(int number, string self, CancellationToken cancellationToken)
    {
        var until = ValidUntil();
        if (await leases.TryTakeAsync(number, self, options.LeaseLength, cancellationToken) is not { } lease) return;
        var states = await PostgresPartitionStates.OpenAsync(cluster, lease, cancellationToken);
        var partition = new Partition(partitions.Logs[number], states, catalogue.Index.Numbers, lease.Epoch)
        {
            ValidUntil = until,
        };
        await partition.Log.ReadLastSequenceAsync(cancellationToken);
        var tenure = new Tenure(lease, runs.Create(partition));
        _tenures.Add(number, tenure);
        partitions.Hold(partition);
        tenure.Run.Start();
        LogTaken(logger, number, lease.Epoch, states.CommittedPosition);
    }

    /// <summary>Folds what is durable, writes a last checkpoint, and lets the next host in.</summary>
    private async Task LeaveAsync(Tenure tenure)
    {
        try
        {
            var isWritten = await tenure.Run.StopAsync(hostOptions.DrainTimeout, CancellationToken.None);
            partitions.LetGo(tenure.Run.Partition);
            await leases.ReleaseAsync(tenure.Lease, CancellationToken.None);
            LogLeft(logger, tenure.Lease.Partition, tenure.Lease.Epoch, isWritten);
        }
        catch (Exception fault) when (fault is StorageUnavailableException or PartitionLostException)
        {
            // The lease runs out by itself, and the log has what was not written.
            partitions.LetGo(tenure.Run.Partition);
            LogFailed(logger, fault.Message);
        }
        finally
        {
            await tenure.Run.DisposeAsync();
            await tenure.Run.Partition.DisposeAsync();
        }
    }

    /// <summary>Counted from before the database is asked, so that this host's view ends first.</summary>
    private long ValidUntil() =>
        Stopwatch.GetTimestamp() + (long)(options.LeaseLength.TotalSeconds * Stopwatch.Frequency);

    private async Task LoseAsync(Tenure tenure)
    {
        partitions.LetGo(tenure.Run.Partition);
        await tenure.Run.DisposeAsync();
        await tenure.Run.Partition.DisposeAsync();
    }

    [LoggerMessage(LogLevel.Information, "Partition {Partition} is taken in epoch {Epoch} from position {Position}")]
    private static partial void LogTaken(ILogger logger, int partition, long epoch, long position);

    [LoggerMessage(
        LogLevel.Information,
        "Partition {Partition} is handed over after epoch {Epoch}; its last checkpoint is written: {IsWritten}")]
    private static partial void LogLeft(ILogger logger, int partition, long epoch, bool isWritten);

    [LoggerMessage(
        LogLevel.Warning, "Partition {Partition} was not renewed in epoch {Epoch}: another host may have it")]
    private static partial void LogLost(ILogger logger, int partition, long epoch);

    [LoggerMessage(LogLevel.Warning, "The shares of the partitions were not looked at: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
