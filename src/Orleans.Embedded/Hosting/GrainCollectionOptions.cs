namespace Orleans.Configuration;

/// <summary>When activations begin, end and are collected.</summary>
public class GrainCollectionOptions
{
    /// <summary>After which idle time activations are collected; 15 minutes by default, at least a minute.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often idle activations are looked for; a minute by default, 1 second to 1 hour.</summary>
    public TimeSpan CollectionQuantum { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long an activation may take to begin; 30 seconds by default, enforced within twice that.</summary>
    public TimeSpan ActivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an activation may take to end; 30 seconds by default, enforced within twice that.</summary>
    public TimeSpan DeactivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether activations used longest ago are ended when memory is short; false by default.</summary>
    public bool EnableActivationSheddingOnMemoryPressure { get; set; }

    /// <summary>The share of memory in use above which memory is short; 80 by default, above 0 up to 100.</summary>
    public double MemoryUsageLimitPercentage { get; set; } = 80;

    /// <summary>The share of memory in use to come down to; 75 by default, above 0 up to the limit.</summary>
    public double MemoryUsageTargetPercentage { get; set; } = 75;

    /// <summary>How often the use of memory is looked at; 5 seconds by default, 1 second to 1 hour.</summary>
    public TimeSpan MemoryUsagePollingPeriod { get; set; } = TimeSpan.FromSeconds(5);
}
