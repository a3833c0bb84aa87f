using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Profiles.Analytics.Stores;

namespace Profiles.Analytics.Hosting;

/// <summary>Deletes rows whose days are over, from time to time.</summary>
internal sealed partial class RetentionSweep(
    IAnalyticsStore store, AnalyticsOptions options, AnalyticsInstruments instruments, TimeProvider time,
    ILogger<RetentionSweep> logger) : BackgroundService
{
    /// <summary>Deletes what is due now.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var deleted = await store.DeleteBeforeAsync(
            now.AddDays(-options.ExposureDays).ToUnixTimeMilliseconds(),
            now.AddDays(-options.OutcomeDays).ToUnixTimeMilliseconds(),
            cancellationToken);
        instruments.Expired.Add(deleted.Exposures + deleted.Outcomes);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.RetentionInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await SweepAsync(stoppingToken);
                }
                catch (Exception fault) when (fault is not OperationCanceledException)
                {
                    LogFailed(logger, fault);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    [LoggerMessage(LogLevel.Warning, "Old rows could not be deleted; the next sweep tries again")]
    private static partial void LogFailed(ILogger logger, Exception fault);
}
