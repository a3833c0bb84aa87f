using System.Collections.Immutable;

namespace Profiles.Contracts;

/// <summary>How the platform is at one moment.</summary>
/// <param name="IsReady">It has caught up with what the log held when it started, and takes events.</param>
/// <param name="Reasons">Why it is not ready, or is degraded; empty when all is well.</param>
/// <param name="Partitions">Each partition, in order.</param>
public sealed record PlatformStatus(
    bool IsReady, ImmutableArray<string> Reasons, ImmutableArray<PartitionStatus> Partitions);
