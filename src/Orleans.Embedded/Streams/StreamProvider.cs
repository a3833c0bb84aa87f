using System.Reflection;
using Orleans.Embedded.Activations;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.Embedded.Streams;

/// <summary>A stream provider: publishing goes to the publisher, dispatching to the subscribed grains.</summary>
internal sealed class StreamProvider : IStreamProvider, IStreamDispatcher
{
    private readonly GrainRuntime _runtime;
    private readonly Lazy<IStreamPublisher> _publisher;
    private readonly Dictionary<IdSpan, GrainClass[]> _subscribers;

    // The namespace asked for last; pumps ask for the same one over and over.
    private Subscribers _last = new(default, []);

    public StreamProvider(string name, GrainRuntime runtime, Lazy<IStreamPublisher> publisher)
    {
        Name = name;
        _runtime = runtime;
        _publisher = publisher;
        _subscribers = runtime.Classes
            .SelectMany(grain => grain.Type.GetCustomAttributes<ImplicitStreamSubscriptionAttribute>()
                .Select(attribute => (Namespace: IdSpan.Create(attribute.StreamNamespace), Class: grain)))
            .GroupBy(entry => entry.Namespace, entry => entry.Class)
            .ToDictionary(group => group.Key, group => group.Distinct().ToArray());
    }

    public string Name { get; }

    public bool IsRewindable => false;

    public IAsyncStream<T> GetStream<T>(StreamId streamId) => new AsyncStream<T>(this, streamId);

    public Task PublishAsync<T>(StreamId stream, IEnumerable<T> items) => _publisher.Value.PublishAsync(stream, items);

    public bool IsSubscribed(GrainClass grainClass, StreamId stream) =>
        Array.IndexOf(SubscribersOf(stream), grainClass) >= 0;

    public ValueTask DispatchAsync<T>(
        StreamId stream, IList<SequentialItem<T>> items, CancellationToken cancellationToken = default) =>
        Dispatch(stream, new StreamDelivery<T>(this, stream, items, null, cancellationToken));

    public ValueTask DispatchErrorAsync<T>(
        StreamId stream, Exception error, CancellationToken cancellationToken = default) =>
        Dispatch(stream, new StreamDelivery<T>(this, stream, [], error, cancellationToken));

    private ValueTask Dispatch<T>(StreamId stream, in StreamDelivery<T> delivery)
    {
        var subscribers = SubscribersOf(stream);
        return subscribers.Length == 1
            ? Deliver(subscribers[0], stream, in delivery)
            : DeliverToAllAsync(subscribers, stream, delivery);
    }

    private ValueTask Deliver<T>(GrainClass grainClass, StreamId stream, in StreamDelivery<T> delivery)
    {
        Activation? unused = null;
        var result = _runtime.Call<StreamDelivery<T>, Invocation.Unit>(
            grainClass, stream.KeySpan, in delivery, StreamDelivery.Method, ref unused);
        return result.IsCompletedSuccessfully ? default : new ValueTask(result.AsTask());
    }

    private async ValueTask DeliverToAllAsync<T>(
        GrainClass[] subscribers, StreamId stream, StreamDelivery<T> delivery)
    {
        foreach (var grainClass in subscribers)
            await Deliver(grainClass, stream, in delivery);
    }

    private GrainClass[] SubscribersOf(StreamId stream)
    {
        var streamNamespace = stream.NamespaceSpan;
        var last = _last;
        if (last.Namespace.Equals(streamNamespace))
            return last.Classes;
        _last = last = new Subscribers(streamNamespace, _subscribers.GetValueOrDefault(streamNamespace) ?? []);
        return last.Classes;
    }

    private sealed record Subscribers(IdSpan Namespace, GrainClass[] Classes);
}
