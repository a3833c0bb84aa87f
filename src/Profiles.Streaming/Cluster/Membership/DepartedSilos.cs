using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Profiles.Streaming.Cluster.Membership;

/// <summary>
/// Lets a cluster start again of which every silo died. Orleans has a silo join only once all active ones answer it,
/// and leaves it to the living to find the dead: where none lives, nobody would. So while this silo joins, it watches
/// the others say that they live, and declares dead whoever does not for as long as Orleans allows.
/// </summary>
/// <remarks>
/// It goes by what it sees change, on its own clock: no clock of another machine is compared, and a database that was
/// away has every silo begin anew.
/// </remarks>
internal sealed partial class DepartedSilos(
    IMembershipTable table, ILocalSiloDetails self, IOptions<ClusterMembershipOptions> options, TimeProvider time,
    ILogger<DepartedSilos> logger) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    private readonly Dictionary<SiloAddress, (DateTime AliveAt, long Seen)> _seen = [];
    private readonly CancellationTokenSource _joined = new();
    private Task _watching = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle)
    {
        lifecycle.Subscribe(nameof(DepartedSilos), ServiceLifecycleStage.RuntimeGrainServices + 1, _ =>
        {
            _watching = Task.Run(WatchAsync, CancellationToken.None);
            return Task.CompletedTask;
        }, _ => EndAsync());
        lifecycle.Subscribe(nameof(DepartedSilos), ServiceLifecycleStage.Active, _ => EndAsync());
    }

    public void Dispose() => _joined.Dispose();

    private async Task EndAsync()
    {
        await _joined.CancelAsync();
        await _watching;
    }

    private async Task WatchAsync()
    {
        while (!_joined.IsCancellationRequested)
        {
            try
            {
                await LookAsync();
                await Task.Delay(LookInterval, time, _joined.Token);
            }
            catch (OperationCanceledException) when (_joined.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // Nobody was heard of meanwhile, and nobody is to blame for it.
                _seen.Clear();
                LogFailed(logger, fault.Message);
                await Task.Delay(LookInterval, time, CancellationToken.None);
            }
        }
    }

    private async Task LookAsync()
    {
        var limit = options.Value.IAmAliveTablePublishTimeout * options.Value.NumMissedTableIAmAliveLimit;
        var read = await table.ReadAll();
        foreach (var (entry, etag) in read.Members)
        {
            if (entry.Status != SiloStatus.Active || entry.SiloAddress.Equals(self.SiloAddress)) continue;
            if (!_seen.TryGetValue(entry.SiloAddress, out var seen) || seen.AliveAt != entry.IAmAliveTime)
            {
                _seen[entry.SiloAddress] = (entry.IAmAliveTime, time.GetTimestamp());
                continue;
            }

            if (time.GetElapsedTime(seen.Seen) <= limit) continue;
            entry.Status = SiloStatus.Dead;
            entry.AddSuspector(self.SiloAddress, time.GetUtcNow().UtcDateTime);
            if (await table.UpdateRow(entry, etag, read.Version.Next())) LogDeparted(logger, entry.SiloAddress, limit);

            // One change a version; the next look finds the others.
            return;
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Silo {Silo} did not say for {Limit} that it lives: it is declared dead, so that this one joins")]
    private static partial void LogDeparted(ILogger logger, SiloAddress silo, TimeSpan limit);

    [LoggerMessage(LogLevel.Warning, "The membership was not looked at: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
