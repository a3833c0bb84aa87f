using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Profiles.Storage.Hubs;

namespace Profiles.Streaming.EventHubs;

/// <summary>
/// Reads this host's share of the hub's partitions. It starts last and stops first: what it takes needs the log, and
/// what it took is folded by the drain.
/// </summary>
internal sealed partial class HubReceiver : BackgroundService
{
    private readonly IHub _hub;
    private readonly IHubPlaces _places;
    private readonly HubOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Func<HubPlace, HubPartitionRun> _create;
    private readonly string _owner = $"{Environment.MachineName}/{Guid.NewGuid():N}";

    // Replaced whole by the loop, read by whoever looks at the lag.
    private volatile HubPartitionRun[] _runs = [];

    public HubReceiver(
        IHub hub, IHubPlaces places, HubIntake intake, HubOptions options, HubInstruments instruments,
        TimeProvider time, ILogger<HubReceiver> logger)
    {
        _hub = hub;
        _places = places;
        _options = options;
        _time = time;
        _logger = logger;
        _create = place => new HubPartitionRun(hub, places, intake, place, options, instruments, time, logger);
        instruments.Observe(() => _runs);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Starting a host does not wait for its first look.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Partitions can be added to a hub while it is read.
                var partitions = await _hub.ListPartitionsAsync(stoppingToken);
                await FollowAsync(await _places.HoldAsync(_owner, partitions, _options.LeaseLength, stoppingToken));
                await Task.Delay(_options.LookInterval, _time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception fault)
            {
                // What is read goes on: whoever takes a partition over raises its epoch.
                LogFault(_logger, fault);
                await Task.Delay(_options.LookInterval, _time, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await FollowAsync([]);
        await ReleaseAsync();
    }

    /// <summary>Ends the runs of places that are not held any more, and begins those that do not run.</summary>
    private async Task FollowAsync(IReadOnlyList<HubPlace> held)
    {
        var kept = _runs.Where(run => !run.IsDone && held.Any(place => IsSame(place, run.Place))).ToList();
        await Task.WhenAll(_runs.Except(kept).Select(run => run.DisposeAsync().AsTask()));
        foreach (var place in held)
        {
            if (kept.Any(run => IsSame(place, run.Place))) continue;
            var run = _create(place);
            kept.Add(run);
            run.Start();
        }

        _runs = [.. kept];
    }

    private async Task ReleaseAsync()
    {
        using var patience = new CancellationTokenSource(_options.LeaseLength, _time);
        try
        {
            await _places.ReleaseAsync(_owner, patience.Token);
        }
        catch (Exception fault)
        {
            // The lease ends by itself.
            LogFault(_logger, fault);
        }
    }

    private static bool IsSame(HubPlace place, HubPlace other) =>
        place.Partition == other.Partition && place.Epoch == other.Epoch;

    [LoggerMessage(LogLevel.Warning, "The partitions of the hub could not be shared; it is tried again")]
    private static partial void LogFault(ILogger logger, Exception fault);
}
