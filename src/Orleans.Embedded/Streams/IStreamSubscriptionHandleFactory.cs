using Orleans.Runtime;

namespace Orleans.Streams.Core;

/// <summary>Makes the handle of a subscription that came about implicitly.</summary>
public interface IStreamSubscriptionHandleFactory
{
    /// <summary>The name of the provider.</summary>
    string ProviderName { get; }

    /// <summary>The stream.</summary>
    StreamId StreamId { get; }

    /// <summary>The handle, for items of a type.</summary>
    StreamSubscriptionHandle<T> Create<T>();
}
