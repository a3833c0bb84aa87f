using Orleans.Runtime;

namespace Orleans;

/// <summary>What every grain class implements, most of them through <see cref="Grain"/>.</summary>
public interface IGrainBase
{
    /// <summary>The activation this grain belongs to.</summary>
    IGrainContext GrainContext { get; }

    /// <summary>Runs before the first request; an exception refuses the activation and reaches the callers.</summary>
    Task OnActivateAsync(CancellationToken token) => Task.CompletedTask;

    /// <summary>Runs after the last request; an exception is logged and does not keep the activation alive.</summary>
    Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token) => Task.CompletedTask;
}
