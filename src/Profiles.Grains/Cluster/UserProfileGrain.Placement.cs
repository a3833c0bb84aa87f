using Profiles.Contracts.Cluster;

namespace Profiles.Grains;

[PartitionPlacement]
public sealed partial class UserProfileGrain;
