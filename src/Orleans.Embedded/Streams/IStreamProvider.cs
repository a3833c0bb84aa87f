using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>A source of streams.</summary>
public interface IStreamProvider
{
    /// <summary>The name under which it is registered.</summary>
    string Name { get; }

    /// <summary>Whether a subscription can start in the past; no provider here lets a grain do that.</summary>
    bool IsRewindable { get; }

    /// <summary>A stream; it exists as soon as somebody names it.</summary>
    IAsyncStream<T> GetStream<T>(StreamId streamId);
}
