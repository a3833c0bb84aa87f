using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.Embedded.Tests.Grains;

/// <summary>Observes items one by one, and attaches its observer while it activates.</summary>
[ImplicitStreamSubscription("items")]
public sealed class ItemConsumerGrain(Probe probe) : Grain, IItemConsumerGrain, IAsyncObserver<int>
{
    private readonly List<string> _received = [];

    public override Task OnActivateAsync(CancellationToken cancellationToken) => this.GetStreamProvider("memory")
        .GetStream<int>(StreamId.Create("items", this.GetPrimaryKey())).SubscribeAsync(this);

    public async Task OnNextAsync(int item, StreamSequenceToken? token = null)
    {
        await Task.Yield();
        _received.Add($"{item}@{token!.EventIndex}");
        if (item == 3)
            probe.Open("third");
    }

    public Task OnCompletedAsync() => Task.CompletedTask;

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;

    public Task<string> ReceivedAsync() => Task.FromResult(string.Join(',', _received));
}
