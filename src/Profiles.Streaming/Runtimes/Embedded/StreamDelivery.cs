using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Streams;
using Orleans.Runtime;
using Orleans.Streams;
using Profiles.Contracts;
using Profiles.Core.Events;
using Profiles.Streaming.Hosting;
using Profiles.Streaming.Pumping;

namespace Profiles.Streaming.Runtimes;

/// <summary>Delivers through the grain's stream, on the thread of the pump where the grain is idle.</summary>
internal sealed class StreamDelivery(
    [FromKeyedServices(StreamNames.Provider)] IStreamDispatcher dispatcher) : IUnitRecordDelivery
{
    public ValueTask DeliverAsync(
        Partition partition, string unit, IList<SequentialItem<UnitRecord>> records,
        CancellationToken cancellationToken) =>
        dispatcher.DispatchAsync(StreamId.Create(StreamNames.UnitRecords, unit), records, cancellationToken);
}
