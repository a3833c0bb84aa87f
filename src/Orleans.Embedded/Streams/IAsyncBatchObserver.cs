namespace Orleans.Streams;

/// <summary>Takes batches of items of a stream.</summary>
public interface IAsyncBatchObserver<T>
{
    /// <summary>Takes a batch in one turn; an exception leaves it to the provider to try again.</summary>
    Task OnNextAsync(IList<SequentialItem<T>> items);

    /// <summary>The stream has ended.</summary>
    Task OnCompletedAsync();

    /// <summary>Items could not be delivered.</summary>
    Task OnErrorAsync(Exception ex);
}
