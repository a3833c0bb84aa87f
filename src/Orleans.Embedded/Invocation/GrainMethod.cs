using Orleans.Runtime;

namespace Orleans.Embedded.Invocation;

/// <summary>A method of a grain interface; generated once per method.</summary>
public sealed class GrainMethod
{
    /// <summary>Describes a method; a timeout of null means the one of the silo.</summary>
    public GrainMethod(string interfaceName, string name, GrainMethodOptions options, string? responseTimeout = null)
    {
        InterfaceName = interfaceName;
        Name = name;
        Options = options;
        if (responseTimeout is not null)
            ResponseTimeout = new ResponseTimeoutAttribute(responseTimeout).Timeout;
    }

    /// <summary>The name of the interface.</summary>
    public string InterfaceName { get; }

    /// <summary>The name of the method.</summary>
    public string Name { get; }

    /// <summary>How the method is scheduled.</summary>
    public GrainMethodOptions Options { get; }

    /// <summary>How long a caller waits for the answer, where the method says so itself.</summary>
    public TimeSpan? ResponseTimeout { get; }

    internal bool IsReadOnly => (Options & GrainMethodOptions.ReadOnly) != 0;

    internal bool IsAlwaysInterleave => (Options & GrainMethodOptions.AlwaysInterleave) != 0;

    internal bool IsOneWay => (Options & GrainMethodOptions.OneWay) != 0;

    /// <summary>Whether such a request counts as use of the activation.</summary>
    internal bool KeepsAlive { get; private init; } = true;

    /// <summary>Whether such a request is only for the activation that made it, and so is never forwarded.</summary>
    internal bool IsTick { get; private init; }

    internal static GrainMethod ForTimer(bool interleave, bool keepAlive) => new(
        nameof(IGrainTimer), "Tick", interleave ? GrainMethodOptions.AlwaysInterleave : GrainMethodOptions.None)
    {
        KeepsAlive = keepAlive,
        IsTick = true,
    };

    /// <summary>The form <c>interface.method</c>.</summary>
    public override string ToString() => $"{InterfaceName}.{Name}";
}
