using Orleans.CodeGeneration;
using Orleans.Concurrency;

namespace Profiles.Contracts.Cluster;

/// <summary>What other hosts ask the host that folds a partition; the key is the partition's number.</summary>
[Alias("profiles.partition"), Version(1)]
public interface IPartitionGrain : IGrainWithIntegerKey
{
    /// <summary>Waits until all below the position of the log is folded.</summary>
    /// <returns>False where the time ran out first.</returns>
    [Alias("wait"), AlwaysInterleave]
    ValueTask<bool> WaitAsync(long position, TimeSpan timeout);

    /// <summary>The trend counters of the partition, where they include more than the caller knows.</summary>
    [Alias("read-trends"), AlwaysInterleave]
    ValueTask<TrendBytes?> ReadTrendsAsync(long after);
}
