using Orleans.Runtime;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Orleans.Embedded.Tests.Grains;

/// <summary>Observes streams of two namespaces, with items of different types.</summary>
[ImplicitStreamSubscription("texts")]
[ImplicitStreamSubscription("numbers")]
public sealed class TwoStreamsGrain(Probe probe)
    : Grain, ITwoStreamsGrain, IStreamSubscriptionObserver, IAsyncBatchObserver<string>, IAsyncBatchObserver<int>
{
    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory)
    {
        if (handleFactory.StreamId.GetNamespace() == "texts")
            await handleFactory.Create<string>().ResumeAsync((IAsyncBatchObserver<string>)this);
        else
            await handleFactory.Create<int>().ResumeAsync((IAsyncBatchObserver<int>)this);
    }

    public Task OnNextAsync(IList<SequentialItem<string>> items)
    {
        probe.Add($"text {items[0].Item}");
        return Task.CompletedTask;
    }

    public Task OnNextAsync(IList<SequentialItem<int>> items)
    {
        probe.Add($"number {items[0].Item}");
        return Task.CompletedTask;
    }

    public Task OnCompletedAsync() => Task.CompletedTask;

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
}
