using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.Embedded.Streams;

/// <summary>A subscription of an activation; those of one activation are a list.</summary>
internal interface ISubscription
{
    ISubscription? Next { get; }

    bool IsOf(StreamProvider provider, StreamId stream);
}

/// <summary>A subscription and the observer attached to it.</summary>
internal sealed class Subscription<T>(
    StreamProvider provider, StreamId stream, ISubscription? next)
    : StreamSubscriptionHandle<T>, ISubscription
{
    // Either an IAsyncBatchObserver or an IAsyncObserver.
    private object? _observer;

    public ISubscription? Next => next;

    public bool IsAttached => _observer is not null;

    public override StreamId StreamId => stream;

    public override string ProviderName => provider.Name;

    // The activation has the key of the stream, so only the namespaces can differ.
    public bool IsOf(StreamProvider other, StreamId otherStream) =>
        ReferenceEquals(provider, other) && stream.NamespaceSpan.Equals(otherStream.NamespaceSpan);

    public override Task<StreamSubscriptionHandle<T>> ResumeAsync(
        IAsyncObserver<T> observer, StreamSequenceToken? token = null) => Attach(observer, token);

    public override Task<StreamSubscriptionHandle<T>> ResumeAsync(
        IAsyncBatchObserver<T> observer, StreamSequenceToken? token = null) => Attach(observer, token);

    public Task OnNextAsync(IList<SequentialItem<T>> items) => _observer is IAsyncBatchObserver<T> batch
        ? batch.OnNextAsync(items)
        : OnNextOneByOneAsync((IAsyncObserver<T>)_observer!, items);

    public Task OnErrorAsync(Exception error) => _observer is IAsyncBatchObserver<T> batch
        ? batch.OnErrorAsync(error)
        : ((IAsyncObserver<T>)_observer!).OnErrorAsync(error);

    private static async Task OnNextOneByOneAsync(IAsyncObserver<T> observer, IList<SequentialItem<T>> items)
    {
        foreach (var item in items)
            await observer.OnNextAsync(item.Item, item.Token);
    }

    private Task<StreamSubscriptionHandle<T>> Attach(object observer, StreamSequenceToken? token)
    {
        if (token is not null)
            throw new NotSupportedException($"Streams of provider '{provider.Name}' cannot be rewound.");
        _observer = observer;
        return Task.FromResult<StreamSubscriptionHandle<T>>(this);
    }
}
