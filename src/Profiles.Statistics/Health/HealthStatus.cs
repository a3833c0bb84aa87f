namespace Profiles.Statistics.Health;

/// <summary>What a check of an experiment's health found.</summary>
public enum HealthStatus
{
    /// <summary>Nothing speaks against the results.</summary>
    Healthy,

    /// <summary>Too few units to tell.</summary>
    NotEnough,

    /// <summary>Worth a look; the results may still be trusted.</summary>
    Watch,

    /// <summary>The results must not be trusted.</summary>
    Alert,
}
