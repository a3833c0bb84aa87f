using Profiles.Storage.EventLog;
using Profiles.Storage.Postgres;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Cluster;

/// <summary>The logs of the partitions that this silo folds.</summary>
internal sealed class HeldLogs(PostgresCluster cluster, PartitionSet partitions) : ILogShare
{
    public string LogId => cluster.Id.ToString("N");

    public int Partitions => cluster.Partitions;

    public bool Holds(int partition) => partitions.Find(partition) is not null;
}
