using System.Collections.Immutable;
using Profiles.Contracts;
using Profiles.Storage;
using Profiles.Streaming.Serving;

namespace Profiles.Streaming.Hosting;

/// <summary>Reads the partitions.</summary>
internal sealed class PlatformStatusReader(
    PartitionSet partitions, ModelWatcher models, ServingWarmUp warmUp, IEnumerable<IReadinessSource> conditions,
    IEnumerable<IHealthSource> others) : IPlatformStatus
{
    public PlatformStatus Read()
    {
        var reasons = ImmutableArray.CreateBuilder<string>();
        foreach (var condition in conditions) reasons.AddRange(condition.Unready);
        var isReady = reasons.Count == 0;
        foreach (var partition in partitions)
        {
            var left = partition.ReadyPosition - partition.Progress.Folded;
            if (left > 0)
            {
                isReady = false;
                reasons.Add($"partition {partition.Number} has {left} records to replay");
            }

            if (!partition.Trends.IsRestored)
            {
                isReady = false;
                reasons.Add($"the trends of partition {partition.Number} are not read yet");
            }

            if (partition.Fault is { } fault)
            {
                isReady = false;
                reasons.Add($"partition {partition.Number} stands still: {fault}");
            }

            foreach (var health in (StorageHealth[])[partition.Log.Health, partition.States.Health])
            {
                if (health.IsHealthy) continue;
                isReady = false;
                reasons.Add($"partition {partition.Number}: {health.Reason}");
            }
        }

        if (!warmUp.IsDone)
        {
            isReady = false;
            reasons.Add("slates are being practised");
        }

        // Degraded, not unready: what served before goes on.
        if (models.Fault is { } refused) reasons.Add(refused);
        foreach (var other in others)
            if (other.Health is { IsHealthy: false } failing) reasons.Add(failing.Reason!);
        return new PlatformStatus(
            isReady, reasons.ToImmutable(), [.. partitions.Select(partition => new PartitionStatus(
            partition.Number,
            partition.Durable,
            partition.Progress.Folded,
            partition.States.CommittedPosition,
            Interlocked.Read(ref partition.DeadLetters)))]);
    }
}
