namespace Profiles.Statistics.Health;

/// <summary>What one check found.</summary>
/// <param name="Check">Which one.</param>
/// <param name="Status">Its verdict.</param>
/// <param name="Reason">Why, in plain words.</param>
public sealed record HealthFinding(HealthCheck Check, HealthStatus Status, string Reason);
