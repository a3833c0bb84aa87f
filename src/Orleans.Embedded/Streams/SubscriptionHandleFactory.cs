using Orleans.Embedded.Activations;
using Orleans.Runtime;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Orleans.Embedded.Streams;

internal sealed class SubscriptionHandleFactory(Activation activation, StreamProvider provider, StreamId stream)
    : IStreamSubscriptionHandleFactory
{
    public string ProviderName => provider.Name;

    public StreamId StreamId => stream;

    public StreamSubscriptionHandle<T> Create<T>() => activation.GetSubscription<T>(provider, stream);
}
