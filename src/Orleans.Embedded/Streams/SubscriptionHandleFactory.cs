using Orleans.Embedded.Activations;
using Orleans.Runtime;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Orleans.Embedded.Streams;

internal sealed class SubscriptionHandleFactory(Activation activation, StreamNamespace streams)
    : IStreamSubscriptionHandleFactory
{
    public string ProviderName => streams.Provider.Name;

    public StreamId StreamId => new(streams.Name, activation.Key);

    public StreamSubscriptionHandle<T> Create<T>() => new Subscription<T>(activation, streams);
}
