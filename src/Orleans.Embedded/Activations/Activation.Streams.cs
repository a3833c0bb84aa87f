using Orleans.Embedded.Streams;
using Orleans.Runtime;

namespace Orleans.Embedded.Activations;

/// <summary>The stream subscriptions of an activation, most of which have one or none.</summary>
internal sealed partial class Activation
{
    private ISubscription? _subscriptions;

    public ISubscription? FindSubscription(StreamProvider provider, StreamId stream)
    {
        var subscription = _subscriptions;
        while (subscription is not null && !subscription.IsOf(provider, stream))
            subscription = subscription.Next;
        return subscription;
    }

    public Subscription<T> GetSubscription<T>(StreamProvider provider, StreamId stream)
    {
        if (FindSubscription(provider, stream) is { } found)
        {
            return found as Subscription<T> ?? throw new InvalidOperationException(
                $"Grain {GrainId} observes stream {stream} with items of another type than {typeof(T)}.");
        }

        var subscription = new Subscription<T>(provider, stream, _subscriptions);
        _subscriptions = subscription;
        return subscription;
    }
}
