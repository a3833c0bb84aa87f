using Orleans.Runtime;

namespace Orleans.Embedded.Streams;

/// <summary>Stream identities from parts that the caller keeps, without copying or hashing anything.</summary>
public static class StreamIds
{
    /// <summary>A stream; the parts are shared with every other identity made from them.</summary>
    public static StreamId Create(IdSpan streamNamespace, IdSpan key) => new(streamNamespace, key);
}
