using Orleans.Runtime;

namespace Orleans;

/// <summary>A request on its way through the call filters.</summary>
public interface IGrainCallContext
{
    /// <summary>The grain that is called.</summary>
    object Grain { get; }

    /// <summary>The name of the interface.</summary>
    string InterfaceName { get; }

    /// <summary>The name of the method.</summary>
    string MethodName { get; }

    /// <summary>The answer, once the method has returned; a filter may replace it.</summary>
    object? Result { get; set; }

    /// <summary>The grain that calls, if a grain does.</summary>
    GrainId? SourceId { get; }

    /// <summary>The grain that is called.</summary>
    GrainId TargetId { get; }

    /// <summary>Goes on to the next filter or, after the last one, to the method.</summary>
    Task Invoke();
}
