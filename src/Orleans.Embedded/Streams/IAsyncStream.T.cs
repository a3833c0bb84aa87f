namespace Orleans.Streams;

/// <summary>A stream of items.</summary>
public interface IAsyncStream<T>
    : IAsyncStream, IAsyncObservable<T>, IAsyncBatchObservable<T>, IAsyncBatchProducer<T>, IAsyncObserver<T>
{
}
