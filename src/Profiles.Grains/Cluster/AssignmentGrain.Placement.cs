using Profiles.Contracts.Cluster;

namespace Profiles.Grains;

// Beside the profile that it asks about, and the log that it appends exposures to.
[PartitionPlacement]
public sealed partial class AssignmentGrain;
