using Orleans.Runtime;

namespace Orleans;

/// <summary>A request that has arrived at its grain.</summary>
public interface IIncomingGrainCallContext : IGrainCallContext
{
    /// <summary>The activation that is called.</summary>
    IGrainContext TargetContext { get; }
}
