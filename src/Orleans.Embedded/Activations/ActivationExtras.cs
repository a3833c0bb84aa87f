using Orleans.Embedded.Streams;
using Orleans.Embedded.Timers;

namespace Orleans.Embedded.Activations;

/// <summary>What only few activations need.</summary>
internal sealed class ActivationExtras
{
    public TaskCompletionSource Deactivated { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Why the activation ends, where a code alone does not say it.</summary>
    public DeactivationReason? Reason { get; set; }

    /// <summary>Observers of all namespaces but the one attached last.</summary>
    public Dictionary<StreamNamespace, object>? Observers { get; set; }

    /// <summary>The timers; the lock is this object.</summary>
    public List<GrainTimer>? Timers { get; set; }

    /// <summary>The coarse time until which idle collection leaves the activation alone.</summary>
    public int KeepUntil { get; set; }
}
