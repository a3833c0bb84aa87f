using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Activations;
using Orleans.Runtime;

namespace Orleans;

/// <summary>The base of grain classes.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    /// <summary>Creates the grain of the activation whose turn constructs it.</summary>
    protected Grain() => GrainContext = Activation.Current!;

    /// <summary>The activation this grain belongs to.</summary>
    public IGrainContext GrainContext { get; }

    /// <summary>Makes references to grains.</summary>
    protected IGrainFactory GrainFactory => ServiceProvider.GetRequiredService<IGrainFactory>();

    /// <summary>The container of the silo.</summary>
    protected internal IServiceProvider ServiceProvider => GrainContext.ActivationServices;

    /// <summary>Runs before the first request; an exception refuses the activation and reaches the callers.</summary>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs after the last request; an exception is logged and does not keep the activation alive.</summary>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <summary>Deactivates this activation as soon as no request runs in it.</summary>
    protected void DeactivateOnIdle() => GrainBaseExtensions.DeactivateOnIdle(this);

    /// <summary>Keeps idle collection away from this activation for a while.</summary>
    protected void DelayDeactivation(TimeSpan timeSpan) => ((Activation)GrainContext).DelayCollection(timeSpan);
}
