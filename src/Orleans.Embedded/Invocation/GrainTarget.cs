using Orleans.Embedded.Activations;
using Orleans.Runtime;

namespace Orleans.Embedded.Invocation;

/// <summary>The grain that a generated reference addresses.</summary>
public readonly struct GrainTarget
{
    internal GrainTarget(GrainClass grainClass, IdSpan key)
    {
        Class = grainClass;
        Key = key;
    }

    internal GrainClass Class { get; }

    internal IdSpan Key { get; }
}
