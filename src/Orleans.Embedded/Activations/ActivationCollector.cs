using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Embedded.Activations;

/// <summary>
/// Ends activations that nobody has used for the collection age of their class, and, when memory is short, those used
/// longest ago, so that the working set may be larger than memory.
/// </summary>
internal sealed partial class ActivationCollector(
    GrainRuntime runtime,
    MemoryGauge gauge,
    IOptions<GrainCollectionOptions> options,
    ILogger<ActivationCollector> logger)
    : IHostedService, IDisposable
{
    private readonly Lock _lock = new();
    private ITimer? _ageTimer;
    private ITimer? _memoryTimer;
    private int _collectionsAtShed = -1;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var quantum = options.Value.CollectionQuantum;
        _ageTimer = runtime.Time.CreateTimer(
            static state => ((ActivationCollector)state!).CollectIdle(), this, quantum, quantum);
        if (options.Value.EnableActivationSheddingOnMemoryPressure)
        {
            var period = options.Value.MemoryUsagePollingPeriod;
            _memoryTimer = runtime.Time.CreateTimer(
                static state => ((ActivationCollector)state!).Shed(), this, period, period);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _ageTimer?.Dispose();
        _memoryTimer?.Dispose();
    }

    private void CollectIdle()
    {
        lock (_lock)
        {
            foreach (var grainClass in runtime.Classes)
            {
                var age = grainClass.CollectionAge ?? options.Value.CollectionAge;
                if (age == TimeSpan.MaxValue)
                    continue;
                var since = runtime.CoarseNow - (int)Math.Min(age.TotalSeconds, int.MaxValue / 2);
                grainClass.ForEachActivation(activation =>
                {
                    if (activation.IsIdleSince(since))
                        activation.Deactivate(DeactivationReasonCode.ActivationIdle);
                });
            }

            runtime.Instruments.Collections.Add(1);
        }
    }

    // Without knowing what an activation weighs, the share of activations to end is the share of memory to give back.
    private void Shed()
    {
        lock (_lock)
        {
            // What was let go counts as used until it is collected; nothing more is let go before.
            if (gauge.Collections == _collectionsAtShed)
                return;
            var (used, available) = gauge.Read();
            if (used <= available * options.Value.MemoryUsageLimitPercentage / 100)
                return;
            var target = available * options.Value.MemoryUsageTargetPercentage / 100;
            var share = (used - target) / used;
            var boundary = AgeAbove(share);
            var ended = 0;
            foreach (var grainClass in runtime.Classes)
            {
                grainClass.ForEachActivation(activation =>
                {
                    if (!activation.IsIdleSince(boundary))
                        return;
                    ended++;
                    activation.Deactivate(DeactivationReasonCode.HighMemoryPressure);
                });
            }

            _collectionsAtShed = gauge.Collections;
            gauge.RequestCollection();
            LogShed(ended, used, available);
        }
    }

    /// <summary>The coarse time before which the given share of the activations was used last.</summary>
    private int AgeAbove(double share)
    {
        // Counts by last use, in as many steps as there are seconds up to a bound; older ones count as oldest.
        var counts = new int[Math.Min(runtime.CoarseNow + 1, 86_400)];
        var total = 0;
        foreach (var grainClass in runtime.Classes)
        {
            grainClass.ForEachActivation(activation =>
            {
                total++;
                counts[Math.Clamp(runtime.CoarseNow - activation.LastUsed, 0, counts.Length - 1)]++;
            });
        }

        var wanted = (int)Math.Ceiling(total * share);
        for (var age = counts.Length - 1; age > 0; age--)
        {
            wanted -= counts[age];
            if (wanted <= 0)
                return runtime.CoarseNow - age;
        }

        return runtime.CoarseNow;
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Memory is short: {Count} activations end, {Used} of {Available} bytes in use")]
    private partial void LogShed(int count, long used, long available);
}
