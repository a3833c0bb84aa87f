using Profiles.Storage.Segments;

namespace Profiles.Storage.Postgres;

/// <summary>The segments as a document in PostgreSQL, which all hosts follow.</summary>
public sealed class PostgresSegmentStore(PostgresCluster cluster) : ISegmentStore
{
    public string Name => $"the segments in schema {PostgresCluster.Schema}";

    public byte[]? Read() => SharedDocuments.Read(cluster, SharedChanges.Segments)?.Body;

    public bool TryWrite(long version, ReadOnlyMemory<byte> bytes) =>
        SharedDocuments.TryWrite(cluster, SharedChanges.Segments, version, bytes);
}
