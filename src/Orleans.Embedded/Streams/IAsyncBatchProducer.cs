namespace Orleans.Streams;

/// <summary>Takes batches of items into a stream.</summary>
public interface IAsyncBatchProducer<T> : IAsyncObserver<T>
{
    /// <summary>Puts items into the stream; the provider gives the tokens, so none may be passed.</summary>
    Task OnNextBatchAsync(IEnumerable<T> batch, StreamSequenceToken? token = null);
}
