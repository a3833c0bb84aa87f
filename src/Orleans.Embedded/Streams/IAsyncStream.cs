using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>A stream.</summary>
public interface IAsyncStream
{
    /// <summary>Whether a subscription can start in the past.</summary>
    bool IsRewindable { get; }

    /// <summary>The name of its provider.</summary>
    string ProviderName { get; }

    /// <summary>Its identity.</summary>
    StreamId StreamId { get; }
}
