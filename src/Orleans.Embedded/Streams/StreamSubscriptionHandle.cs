using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>A grain's subscription to a stream.</summary>
public abstract class StreamSubscriptionHandle<T>
{
    /// <summary>The stream.</summary>
    public abstract StreamId StreamId { get; }

    /// <summary>The name of the provider.</summary>
    public abstract string ProviderName { get; }

    /// <summary>Attaches an observer in place of the one before.</summary>
    public abstract Task<StreamSubscriptionHandle<T>> ResumeAsync(
        IAsyncObserver<T> observer, StreamSequenceToken? token = null);

    /// <summary>Attaches an observer in place of the one before.</summary>
    public abstract Task<StreamSubscriptionHandle<T>> ResumeAsync(
        IAsyncBatchObserver<T> observer, StreamSequenceToken? token = null);
}
