namespace Orleans.Streams;

/// <summary>Takes items of a stream.</summary>
public interface IAsyncObserver<in T>
{
    /// <summary>Takes an item; an exception leaves it to the provider to try again.</summary>
    Task OnNextAsync(T item, StreamSequenceToken? token = null);

    /// <summary>The stream has ended.</summary>
    Task OnCompletedAsync();

    /// <summary>Items could not be delivered.</summary>
    Task OnErrorAsync(Exception ex);
}
