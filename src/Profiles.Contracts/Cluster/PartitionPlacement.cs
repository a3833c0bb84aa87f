using Orleans.Runtime;

namespace Profiles.Contracts.Cluster;

/// <summary>A grain lives where its partition is folded.</summary>
[GenerateSerializer, Orleans.Immutable, Alias("profiles.partition-placement")]
public sealed class PartitionPlacement : PlacementStrategy
{
    internal static PartitionPlacement Singleton { get; } = new();
}
