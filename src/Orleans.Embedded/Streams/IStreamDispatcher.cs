using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.Embedded.Streams;

/// <summary>
/// Hands items of a stream to the grains that are subscribed to it; registered as a keyed service under the name of
/// the provider.
/// </summary>
public interface IStreamDispatcher
{
    /// <summary>
    /// Gives every subscribed grain the items in one turn, activating it if need be. Completes when all of them have
    /// processed the items, and throws what an observer throws. Trying again is up to the caller. An idle grain whose
    /// observer does not await is called on this thread, without allocating.
    /// </summary>
    ValueTask DispatchAsync<T>(
        StreamId stream, IList<SequentialItem<T>> items, CancellationToken cancellationToken = default);

    /// <summary>Tells the observers of every subscribed grain that items could not be delivered.</summary>
    ValueTask DispatchErrorAsync<T>(
        StreamId stream, Exception error, CancellationToken cancellationToken = default);
}
