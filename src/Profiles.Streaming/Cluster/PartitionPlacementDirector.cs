using Orleans.Runtime;
using Orleans.Runtime.Placement;
using Profiles.Contracts.Cluster;
using Profiles.Core.Units;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Cluster;

/// <summary>Places a grain on the silo that folds its partition; while nobody does, on the one that is to.</summary>
internal sealed class PartitionPlacementDirector(PartitionOwners owners, PartitionSet partitions) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(
        PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        var number = NumberOf(target.GrainIdentity);
        if (owners.Of(number) is { } owner && silos.Contains(owner)) return Task.FromResult(owner);

        var shares = PartitionShares.Of([.. silos.Select(silo => silo.ToParsableString())], partitions.Count);
        return Task.FromResult(SiloAddress.FromParsableString(shares[number]));
    }

    private int NumberOf(GrainId grain)
    {
        if (grain.TryGetIntegerKey(out var number, out _) && number >= 0 && number < partitions.Count)
            return (int)number;
        return UnitKey.TryParse(grain.Key.ToString()!, out var unit)
            ? partitions.NumberOf(unit)
            : throw new ArgumentException($"'{grain}' is of no partition.", nameof(grain));
    }
}
