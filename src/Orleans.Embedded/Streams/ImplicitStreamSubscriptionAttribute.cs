namespace Orleans;

/// <summary>
/// Subscribes the grains of a class to the streams of a namespace: the grain with the key of the stream gets its items.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public class ImplicitStreamSubscriptionAttribute : Attribute
{
    /// <summary>Sets the namespace.</summary>
    public ImplicitStreamSubscriptionAttribute(string streamNamespace, string? streamIdMapper = null)
    {
        if (streamIdMapper is not null)
            throw new NotSupportedException("The key of the grain is the key of the stream; there are no mappers.");
        StreamNamespace = streamNamespace;
    }

    internal string StreamNamespace { get; }
}
