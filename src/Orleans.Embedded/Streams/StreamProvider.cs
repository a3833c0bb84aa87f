using System.Reflection;
using Orleans.Embedded.Activations;
using Orleans.Embedded.Invocation;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.Embedded.Streams;

/// <summary>A stream provider: publishing goes to the publisher, dispatching to the subscribed grains.</summary>
internal sealed class StreamProvider : IStreamProvider, IStreamDispatcher
{
    private readonly GrainRuntime _runtime;
    private readonly Lazy<IStreamPublisher> _publisher;
    private readonly Dictionary<IdSpan, StreamNamespace> _namespaces;

    // The namespace asked for last; pumps ask for the same one over and over.
    private StreamNamespace _last;

    public StreamProvider(string name, GrainRuntime runtime, Lazy<IStreamPublisher> publisher)
    {
        Name = name;
        _runtime = runtime;
        _publisher = publisher;
        _last = new StreamNamespace(this, default, []);
        _namespaces = runtime.Classes
            .SelectMany(grain => grain.Type.GetCustomAttributes<ImplicitStreamSubscriptionAttribute>()
                .Select(attribute => (Name: IdSpan.Create(attribute.StreamNamespace), Class: grain)))
            .GroupBy(entry => entry.Name, entry => entry.Class)
            .ToDictionary(
                group => group.Key, group => new StreamNamespace(this, group.Key, [.. group.Distinct()]));
    }

    public string Name { get; }

    public bool IsRewindable => false;

    public IAsyncStream<T> GetStream<T>(StreamId streamId) => new AsyncStream<T>(this, streamId);

    public Task PublishAsync<T>(StreamId stream, IEnumerable<T> items) => _publisher.Value.PublishAsync(stream, items);

    public StreamNamespace NamespaceOf(StreamId stream)
    {
        var name = stream.NamespaceSpan;
        var last = _last;
        if (last.Name.Equals(name))
            return last;
        if (_namespaces.TryGetValue(name, out var found))
            return _last = found;
        return new StreamNamespace(this, name, []);
    }

    public ValueTask DispatchAsync<T>(
        StreamId stream, IList<SequentialItem<T>> items, CancellationToken cancellationToken = default)
    {
        var streams = NamespaceOf(stream);
        return Dispatch(stream.KeySpan, new StreamDelivery<T>(streams, items, null, cancellationToken), streams);
    }

    public ValueTask DispatchErrorAsync<T>(
        StreamId stream, Exception error, CancellationToken cancellationToken = default)
    {
        var streams = NamespaceOf(stream);
        return Dispatch(stream.KeySpan, new StreamDelivery<T>(streams, [], error, cancellationToken), streams);
    }

    private ValueTask Dispatch<T>(in IdSpan key, in StreamDelivery<T> delivery, StreamNamespace streams) =>
        streams.Subscribers.Length == 1
            ? Deliver(streams.Subscribers[0], in key, in delivery)
            : DeliverToAllAsync(streams.Subscribers, key, delivery);

    private ValueTask Deliver<T>(GrainClass grainClass, in IdSpan key, in StreamDelivery<T> delivery)
    {
        Activation? unused = null;
        return GrainCall.ToValueTask(_runtime.Call<StreamDelivery<T>, Unit>(
            grainClass, in key, in delivery, StreamDelivery.Method, ref unused));
    }

    private async ValueTask DeliverToAllAsync<T>(
        GrainClass[] subscribers, IdSpan key, StreamDelivery<T> delivery)
    {
        foreach (var grainClass in subscribers)
            await Deliver(grainClass, in key, in delivery);
    }
}
