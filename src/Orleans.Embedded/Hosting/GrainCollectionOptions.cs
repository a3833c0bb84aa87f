namespace Orleans.Configuration;

/// <summary>When activations begin, end and are collected.</summary>
public class GrainCollectionOptions
{
    /// <summary>How long an activation may take to begin; 30 seconds by default, enforced within twice that.</summary>
    public TimeSpan ActivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an activation may take to end; 30 seconds by default, enforced within twice that.</summary>
    public TimeSpan DeactivationTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
