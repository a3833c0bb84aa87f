using Profiles.Contracts;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Checkpoints;

/// <summary>Sorts the units that grains report by partition.</summary>
internal sealed class UnitStateCheckpoints(PartitionSet partitions) : IUnitStateCheckpoints
{
    public void MarkDirty(string grainKey) => partitions.Of(grainKey).Dirty.Add(grainKey);

    public void MarkClean(string grainKey) => partitions.Of(grainKey).Dirty.Remove(grainKey);

    public void MarkDropped(string grainKey) => partitions.Of(grainKey).Dropped.Add(grainKey);
}
