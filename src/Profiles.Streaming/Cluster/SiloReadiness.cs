using Orleans.Runtime;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Cluster;

/// <summary>
/// A silo is ready once the others count on it, it knows who folds what, and it folds what nobody else does of its
/// share.
/// </summary>
internal sealed class SiloReadiness(ISiloStatusOracle silos, PartitionOwners owners, PartitionSet partitions)
    : IReadinessSource
{
    public IEnumerable<string> Unready
    {
        get
        {
            var status = silos.CurrentStatus;
            if (status != SiloStatus.Active) return [$"the silo is {status} in the membership of its cluster"];
            if (!owners.AreKnown) return ["who folds which partition is not known yet"];

            var self = silos.SiloAddress.ToParsableString();
            var active = silos.GetApproximateSiloStatuses(onlyActive: true).Keys
                .Select(silo => silo.ToParsableString());
            var shares = PartitionShares.Of([.. active.Append(self).Distinct()], partitions.Count);
            return Enumerable.Range(0, partitions.Count)
                .Where(number => shares[number] == self && owners.Of(number) is null && partitions.Find(number) is null)
                .Select(number => $"partition {number} is of this silo's share and not taken yet");
        }
    }
}
