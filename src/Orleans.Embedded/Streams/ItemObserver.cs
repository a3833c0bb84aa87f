using Orleans.Streams;

namespace Orleans.Embedded.Streams;

/// <summary>Gives the items of a batch to an observer one by one.</summary>
internal sealed class ItemObserver<T>(IAsyncObserver<T> observer) : IAsyncBatchObserver<T>
{
    public async Task OnNextAsync(IList<SequentialItem<T>> items)
    {
        foreach (var item in items)
            await observer.OnNextAsync(item.Item, item.Token);
    }

    public Task OnCompletedAsync() => observer.OnCompletedAsync();

    public Task OnErrorAsync(Exception ex) => observer.OnErrorAsync(ex);
}
