using Profiles.Contracts;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Checkpoints;

/// <summary>
/// Sorts the units that grains report by partition. Of a partition that has gone elsewhere nothing is noted: who folds
/// it now has what was committed, and the log.
/// </summary>
internal sealed class UnitStateCheckpoints(PartitionSet partitions) : IUnitStateCheckpoints
{
    public void MarkDirty(string grainKey) => partitions.Find(grainKey)?.Dirty.Add(grainKey);

    public void MarkClean(string grainKey) => partitions.Find(grainKey)?.Dirty.Remove(grainKey);

    public void MarkDropped(string grainKey) => partitions.Find(grainKey)?.Dropped.Add(grainKey);
}
