using Orleans.Runtime;
using Profiles.Contracts;
using Profiles.Contracts.Cluster;
using Profiles.Core.Units;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Cluster;

/// <summary>Waits for the pumps, wherever they are.</summary>
internal sealed class ClusterReadBarrier(PartitionSet partitions, IGrainFactory grains, TimeProvider time)
    : IReadBarrier
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(50);

    // Shorter than Orleans lets a call take.
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(10);

    public async ValueTask<bool> WaitAsync(
        UnitKey unit, ReadToken token, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        foreach (var position in token.Positions)
        {
            if (position.Partition >= partitions.Count) return false;
            if (!await WaitAsync(position.Partition, position.Sequence + 1)) return false;
        }

        // What a linked device sent was appended to its user's partition when the device folded it: by now.
        if (!token.CoversDevices) return true;
        var own = partitions.NumberOf(unit);
        var end = await partitions.Logs[own].ReadLastSequenceAsync(cancellationToken);
        return await WaitAsync(own, end + 1);

        async ValueTask<bool> WaitAsync(int partition, long position)
        {
            while (true)
            {
                var left = timeout - time.GetElapsedTime(started);
                if (left < TimeSpan.Zero) left = TimeSpan.Zero;
                var call = left < LongestCall ? left : LongestCall;
                try
                {
                    var isFolded = partitions.Find(partition) is { } held
                        ? await held.Progress.WaitAsync(position, call, cancellationToken)
                        : await grains.GetGrain<IPartitionGrain>(partition).WaitAsync(position, call);
                    if (isFolded) return true;
                }
                catch (Exception fault) when (
                    fault is OrleansException or TimeoutException or InvalidOperationException)
                {
                    // The partition is on its way to another host.
                    await Task.Delay(RetryDelay, time, cancellationToken);
                }

                if (time.GetElapsedTime(started) >= timeout) return false;
            }
        }
    }
}
