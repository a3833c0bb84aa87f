using Profiles.Storage.Catalogue;
using Profiles.Storage.EventLog;
using Profiles.Storage.Postgres;

namespace Profiles.Cli.Learning;

/// <summary>The log of a cluster, whose silos go on appending.</summary>
internal sealed class ClusterLogSource(PostgresCluster cluster, PostgresEventLogs logs) : ILogSource
{
    public string Name => "the cluster";

    public int Partitions => logs.Count;

    public IContentStore? OpenCatalogue() => new PostgresContentStore(cluster);

    public async Task<(IEventLogReader Reader, long LastSequence)> OpenLogAsync(
        int partition, CancellationToken cancellationToken) =>
        (logs[partition].OpenReader(), await logs[partition].ReadLastSequenceAsync(cancellationToken));
}
