using Orleans.Embedded.Activations;
using Orleans.Embedded.Invocation;
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
    StreamNamespace streams,
    IList<SequentialItem<T>> items,
    Exception? error,
    CancellationToken cancellationToken)
    : IGrainCall<Unit>
{
    public CancellationToken CancellationToken => cancellationToken;

    public ValueTask<Unit> Invoke(object grain)
    {
        var activation = Activation.Current!;
        return activation.ObserverOf(streams) is IAsyncBatchObserver<T> observer
            ? GrainCall.From(Deliver(observer))
            : SubscribeAsync(activation, grain);
    }

    private Task Deliver(IAsyncBatchObserver<T> observer) =>
        error is null ? observer.OnNextAsync(items) : observer.OnErrorAsync(error);

    private async ValueTask<Unit> SubscribeAsync(Activation activation, object grain)
    {
        if (activation.ObserverOf(streams) is null && grain is IStreamSubscriptionObserver subscriber)
            await subscriber.OnSubscribed(new SubscriptionHandleFactory(activation, streams));
        if (activation.ObserverOf(streams) is not IAsyncBatchObserver<T> observer)
        {
            throw new InvalidOperationException(
                $"Grain {activation.GrainId} is subscribed to streams '{streams.Name}' of provider "
                + $"'{streams.Provider.Name}' but has attached no observer for {typeof(T)}; "
                + "attach one in OnSubscribed or OnActivateAsync.");
        }

        await Deliver(observer);
        return default;
    }
}
