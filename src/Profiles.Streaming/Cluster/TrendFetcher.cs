using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Profiles.Contracts.Cluster;
using Profiles.Streaming.Hosting;
using Profiles.Streaming.Trends;

namespace Profiles.Streaming.Cluster;

/// <summary>Fetches what other hosts have counted, so that every host knows what all viewers watch.</summary>
internal sealed partial class TrendFetcher(
    PartitionSet partitions, RemoteTrends trends, IGrainFactory grains, ClusterOptions options, TimeProvider time,
    ILogger<TrendFetcher> logger, ISiloStatusOracle? silos = null) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(options.TrendInterval, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            // A host of the API is no silo, and may call whenever there is one.
            if (silos is { CurrentStatus: not SiloStatus.Active }) continue;
            for (var number = 0; number < partitions.Count && !stoppingToken.IsCancellationRequested; number++)
                if (partitions.Find(number) is null) await FetchAsync(number);
        }
    }

    private async Task FetchAsync(int number)
    {
        try
        {
            var read = await grains.GetGrain<IPartitionGrain>(number).ReadTrendsAsync(trends.LastSequenceOf(number));
            if (read is not null) trends.Take(number, read);
        }
        catch (Exception fault) when (
            fault is OrleansException or TimeoutException or InvalidOperationException or InvalidDataException)
        {
            // What was heard last counts on; the partition may be on its way to another host.
            LogFailed(logger, number, fault.Message);
        }
    }

    [LoggerMessage(LogLevel.Debug, "The trends of partition {Partition} were not fetched: {Reason}")]
    private static partial void LogFailed(ILogger logger, int partition, string reason);
}
