namespace Profiles.Statistics.Health;

/// <summary>How many units met more than one variant.</summary>
/// <param name="Status">The verdict.</param>
/// <param name="Units">How many did.</param>
/// <param name="Share">The part of all units that did; 0 of none.</param>
public sealed record MultipleExposuresResult(HealthStatus Status, long Units, double Share);
