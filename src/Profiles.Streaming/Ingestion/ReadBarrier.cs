using Profiles.Contracts;
using Profiles.Core.Units;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Ingestion;

/// <summary>Waits for the pumps of this host.</summary>
internal sealed class ReadBarrier(PartitionSet partitions, TimeProvider time) : IReadBarrier
{
    public async ValueTask<bool> WaitAsync(
        UnitKey unit, ReadToken token, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        foreach (var position in token.Positions)
        {
            if (position.Partition >= partitions.Count) return false;
            var partition = partitions[position.Partition];
            if (position.Sequence >= partition.Durable) return false;
            if (!await WaitAsync(partition, position.Sequence + 1)) return false;
        }

        // What a linked device sent was appended to its user's partition when the device folded it: by now.
        if (!token.CoversDevices) return true;
        var own = partitions[partitions.NumberOf(unit)];
        return await WaitAsync(own, own.Durable);

        ValueTask<bool> WaitAsync(Partition partition, long position)
        {
            var left = timeout - time.GetElapsedTime(started);
            return partition.Progress.WaitAsync(
                position, left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken);
        }
    }
}
