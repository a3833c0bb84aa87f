using Profiles.Storage.Postgres;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Cluster;

/// <summary>The time in which this host folds a partition.</summary>
internal sealed class Tenure(PartitionLease lease, PartitionRun run)
{
    public PartitionLease Lease => lease;

    public PartitionRun Run => run;

    /// <summary>The handing over, once it has begun.</summary>
    public Task? Leaving { get; set; }
}
