using Orleans.Streams;
using Profiles.Core.Events;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Pumping;

/// <summary>Takes records to the grain of their unit; each runtime has its own shortest way.</summary>
internal interface IUnitRecordDelivery
{
    /// <summary>
    /// Completes when the grain has folded the records, and throws what it throws. The list is the caller's again then.
    /// </summary>
    /// <param name="partition">The partition of the unit.</param>
    /// <param name="unit">The grain key of the unit.</param>
    /// <param name="records">Records of the unit, in order of the log.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="DeliveryFaultException">They did not reach the grain, by no fault of theirs.</exception>
    ValueTask DeliverAsync(
        Partition partition, string unit, IList<SequentialItem<UnitRecord>> records,
        CancellationToken cancellationToken);
}
