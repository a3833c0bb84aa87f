using Orleans.Embedded.Activations;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.Embedded.Streams;

/// <summary>A stream as grains and clients see it.</summary>
internal sealed class AsyncStream<T>(StreamProvider provider, StreamId stream) : IAsyncStream<T>
{
    public bool IsRewindable => provider.IsRewindable;

    public string ProviderName => provider.Name;

    public StreamId StreamId => stream;

    public Task OnNextAsync(T item, StreamSequenceToken? token = null) => OnNextBatchAsync([item], token);

    public Task OnNextBatchAsync(IEnumerable<T> batch, StreamSequenceToken? token = null)
    {
        if (token is not null)
            throw new ArgumentException($"Provider '{provider.Name}' numbers its items itself.", nameof(token));
        return provider.PublishAsync(stream, batch);
    }

    public Task OnCompletedAsync() => throw new NotSupportedException("Streams here do not end.");

    public Task OnErrorAsync(Exception ex) => throw new NotSupportedException("Streams here carry no errors.");

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer) =>
        NewSubscription().ResumeAsync(observer);

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncBatchObserver<T> observer) =>
        NewSubscription().ResumeAsync(observer);

    private Subscription<T> NewSubscription()
    {
        var streams = provider.NamespaceOf(stream);
        if (Activation.Current is not { } activation
            || Array.IndexOf(streams.Subscribers, activation.Class) < 0
            || !activation.Key.Equals(stream.KeySpan))
        {
            throw new NotSupportedException(
                $"Only a grain with an ImplicitStreamSubscription to '{stream.GetNamespace()}' and the key of the "
                + "stream can subscribe to it.");
        }

        return new Subscription<T>(activation, streams);
    }
}
