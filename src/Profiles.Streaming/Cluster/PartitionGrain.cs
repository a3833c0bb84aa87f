using Profiles.Contracts;
using Profiles.Contracts.Cluster;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Cluster;

/// <summary>Answers for the partition, where it is folded.</summary>
/// <remarks>It stands here, not among the grains: it is a part of the host that others reach by Orleans.</remarks>
[PartitionPlacement]
[GrainType("partition")]
internal sealed class PartitionGrain(PartitionSet partitions) : Grain, IPartitionGrain
{
    /// <summary>
    /// Fails where the partition is not: whoever asked here by what it remembered then forgets it, and has the grain
    /// placed anew. An activation that stood here and refused each call would be asked again and again.
    /// </summary>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Held();
        return Task.CompletedTask;
    }

    public ValueTask<bool> WaitAsync(long position, TimeSpan timeout) =>
        Held().Progress.WaitAsync(position, timeout, CancellationToken.None);

    public ValueTask<TrendBytes?> ReadTrendsAsync(long after) => ValueTask.FromResult(Held().Trends.Write(after));

    private Partition Held()
    {
        var number = (int)this.GetPrimaryKeyLong();
        if (partitions.Find(number) is { } partition) return partition;

        // The next call is placed anew, where the partition is by then.
        DeactivateOnIdle();
        throw new PartitionElsewhereException(number);
    }
}
