using System.Globalization;
using Profiles.Contracts.Cluster;

namespace Profiles.Grains;

[PartitionPlacement]
public sealed partial class UserProfileGrain : IPartitionUnit
{
    public long Epoch => long.Parse(state.Etag!, CultureInfo.InvariantCulture);

    public void Leave()
    {
        _isBroken = true;
        DeactivateOnIdle();
    }
}
