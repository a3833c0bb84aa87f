namespace Orleans.Streams;

/// <summary>Something a grain can observe batch by batch.</summary>
public interface IAsyncBatchObservable<T>
{
    /// <summary>Attaches an observer for as long as the activation lives.</summary>
    Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncBatchObserver<T> observer);
}
