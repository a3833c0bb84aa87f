using Orleans.Runtime;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Orleans.Embedded.Tests.Grains;

/// <summary>Observes batches, and attaches its observer when told of the subscription.</summary>
[ImplicitStreamSubscription("batches")]
public sealed class BatchConsumerGrain(Probe probe)
    : Grain, IConsumerGrain, IStreamSubscriptionObserver, IAsyncBatchObserver<string>
{
    private readonly List<string> _received = [];
    private int _failures;

    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory)
    {
        probe.Add($"subscribed {handleFactory.ProviderName} {handleFactory.StreamId}");
        await handleFactory.Create<string>().ResumeAsync(this);
    }

    public Task OnNextAsync(IList<SequentialItem<string>> items)
    {
        if (_failures > 0)
        {
            _failures--;
            throw new InvalidOperationException("not now");
        }

        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].Item.StartsWith("gate:", StringComparison.Ordinal))
                return probe.PassAsync(items[i].Item);
            _received.Add(items[i].Item);
        }

        return Task.CompletedTask;
    }

    public Task OnCompletedAsync() => Task.CompletedTask;

    public Task OnErrorAsync(Exception ex)
    {
        _received.Add($"error:{ex.Message}");
        return probe.PassAsync("error");
    }

    public Task<string> ReceivedAsync() => Task.FromResult(string.Join(',', _received));

    public Task FailNextAsync(int times)
    {
        _failures = times;
        return Task.CompletedTask;
    }

    public Task PublishAsync(string ns, string key, string item) =>
        this.GetStreamProvider("memory").GetStream<string>(StreamId.Create(ns, key)).OnNextAsync(item);
}
