namespace Orleans.Streams;

/// <summary>Something a grain can observe item by item.</summary>
public interface IAsyncObservable<T>
{
    /// <summary>Attaches an observer for as long as the activation lives.</summary>
    Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer);
}
