using Orleans.Embedded.Activations;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.Embedded.Streams;

/// <summary>A handle of a subscription; what is attached is kept by the activation alone.</summary>
internal sealed class Subscription<T>(Activation activation, StreamNamespace streams)
    : StreamSubscriptionHandle<T>
{
    public override StreamId StreamId => new(streams.Name, activation.Key);

    public override string ProviderName => streams.Provider.Name;

    public override Task<StreamSubscriptionHandle<T>> ResumeAsync(
        IAsyncObserver<T> observer, StreamSequenceToken? token = null) =>
        Attach(new ItemObserver<T>(observer), token);

    public override Task<StreamSubscriptionHandle<T>> ResumeAsync(
        IAsyncBatchObserver<T> observer, StreamSequenceToken? token = null) => Attach(observer, token);

    private Task<StreamSubscriptionHandle<T>> Attach(IAsyncBatchObserver<T> observer, StreamSequenceToken? token)
    {
        if (token is not null)
            throw new NotSupportedException($"Streams of provider '{ProviderName}' cannot be rewound.");
        activation.Attach(streams, observer);
        return Task.FromResult<StreamSubscriptionHandle<T>>(this);
    }
}
