using Orleans.Runtime;
using Orleans.Streams;
using Profiles.Contracts;
using Profiles.Core.Events;
using Profiles.Streaming.Hosting;
using Profiles.Streaming.Pumping;

namespace Profiles.Streaming.Runtimes;

/// <summary>Delivers by a call to the grain, wherever it is.</summary>
internal sealed class GrainDelivery(IGrainFactory grains) : IUnitRecordDelivery
{
    public async ValueTask DeliverAsync(
        Partition partition, string unit, IList<SequentialItem<UnitRecord>> records,
        CancellationToken cancellationToken)
    {
        // A copy: a call that is given up may still be under way when the caller fills its list again.
        var run = new UnitRecordRun(
            partition.Epoch,
            [.. records.Select(record => new StoredUnitRecord(record.Token.SequenceNumber, record.Item))]);
        try
        {
            await grains.GetGrain<IUserProfileGrain>(unit).FoldAsync(run).AsTask().WaitAsync(cancellationToken);
        }
        catch (Exception fault) when (
            fault is OrleansException or TimeoutException or PartitionElsewhereException)
        {
            throw new DeliveryFaultException(fault);
        }
    }
}
