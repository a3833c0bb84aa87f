using Orleans.Placement;

namespace Profiles.Contracts.Cluster;

/// <summary>
/// Places the grains of a class where their partitions are folded, so that folding crosses no network.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PartitionPlacementAttribute() : PlacementAttribute(PartitionPlacement.Singleton);
