namespace Orleans.Runtime;

/// <summary>An activation: a grain in memory.</summary>
public interface IGrainContext
{
    /// <summary>Whose activation this is.</summary>
    GrainId GrainId { get; }

    /// <summary>A reference to the grain.</summary>
    GrainReference GrainReference { get; }

    /// <summary>The grain, once it is constructed.</summary>
    object? GrainInstance { get; }

    /// <summary>The container of the silo; activations have no scope of their own.</summary>
    IServiceProvider ActivationServices { get; }

    /// <summary>Completes when the activation has ended.</summary>
    Task Deactivated { get; }

    /// <summary>Ends the activation as soon as no request runs in it; returns at once.</summary>
    void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
}
