namespace Profiles.Statistics.Health;

/// <summary>Whether the variants have the units that their weights promise.</summary>
/// <param name="Status">The verdict.</param>
/// <param name="PValue">How likely so great a deviation is by chance; 1 where there is nothing to compare.</param>
/// <param name="ChiSquare">Σ (observed - expected)² / expected.</param>
/// <param name="DegreesOfFreedom">The variants compared, less one.</param>
/// <param name="LargestDeviation">The greatest difference of a variant's share from its weight's share.</param>
public sealed record SampleRatioResult(
    HealthStatus Status, double PValue, double ChiSquare, int DegreesOfFreedom, double LargestDeviation);
