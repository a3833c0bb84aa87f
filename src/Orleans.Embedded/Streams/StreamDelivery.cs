using Orleans.Embedded.Activations;
using Orleans.Embedded.Invocation;
using Orleans.Runtime;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Orleans.Embedded.Streams;

/// <summary>The request that brings items to a grain.</summary>
internal static class StreamDelivery
{
    public static readonly GrainMethod Method =
        new("Orleans.Streams.IAsyncBatchObserver", "OnNextAsync", GrainMethodOptions.None);
}

/// <summary>Brings items, or the news that items could not be delivered, to a grain.</summary>
internal readonly struct StreamDelivery<T>(
    StreamProvider provider,
    StreamId stream,
    IList<SequentialItem<T>> items,
    Exception? error,
    CancellationToken cancellationToken)
    : IGrainCall<Unit>
{
    public CancellationToken CancellationToken => cancellationToken;

    public ValueTask<Unit> Invoke(object grain)
    {
        var activation = Activation.Current!;
        return activation.FindSubscription(provider, stream) is Subscription<T> { IsAttached: true } subscription
            ? GrainCall.From(Deliver(subscription))
            : SubscribeAsync(activation, grain);
    }

    private Task Deliver(Subscription<T> subscription) =>
        error is null ? subscription.OnNextAsync(items) : subscription.OnErrorAsync(error);

    private async ValueTask<Unit> SubscribeAsync(Activation activation, object grain)
    {
        if (grain is IStreamSubscriptionObserver observer)
            await observer.OnSubscribed(new SubscriptionHandleFactory(activation, provider, stream));
        if (activation.FindSubscription(provider, stream) is not Subscription<T> { IsAttached: true } subscription)
        {
            throw new InvalidOperationException(
                $"Grain {activation.GrainId} is subscribed to stream {stream} of provider '{provider.Name}' but has "
                + $"attached no observer for {typeof(T)}; attach one in OnSubscribed or OnActivateAsync.");
        }

        await Deliver(subscription);
        return default;
    }
}
