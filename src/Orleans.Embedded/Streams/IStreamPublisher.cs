using Orleans.Runtime;

namespace Orleans.Embedded.Streams;

/// <summary>Puts items into streams: what a stream provider of our own implements.</summary>
public interface IStreamPublisher
{
    /// <summary>Takes items; completes when they are as safe as the provider makes them.</summary>
    Task PublishAsync<T>(StreamId stream, IEnumerable<T> items);
}
