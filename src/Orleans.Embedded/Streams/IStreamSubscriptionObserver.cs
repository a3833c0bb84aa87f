namespace Orleans.Streams.Core;

/// <summary>A grain that wants to know of its implicit subscriptions.</summary>
public interface IStreamSubscriptionObserver
{
    /// <summary>Called once per activation and stream before the first items; attach an observer here.</summary>
    Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory);
}
