using Profiles.Contracts;

namespace Profiles.Api.Operations;

/// <summary>How the platform is at one moment.</summary>
internal sealed record StatusAnswer(
    bool Ready, IReadOnlyList<string> Reasons, long Appended, long Folded, long Lag, int Contents,
    IReadOnlyList<PartitionStatus> Partitions);
