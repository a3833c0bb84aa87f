using System.Text.Json.Serialization;

namespace Profiles.Core.Experiments.Definitions;

/// <summary>What experiments are judged by. Immutable.</summary>
public sealed record MetricDefinition
{
    /// <summary>The key.</summary>
    public required string Key { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>What it means.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>How it is made of its units' values.</summary>
    public MetricKind Kind { get; init; }

    /// <summary>The units' values.</summary>
    public required MetricMeasure Numerator { get; init; }

    /// <summary>Of a ratio, what they are divided by; null of every other kind.</summary>
    public MetricMeasure? Denominator { get; init; }

    /// <summary>Of a quantile, which, above 0 and below 1; null of every other kind.</summary>
    public double? Quantile { get; init; }

    /// <summary>Which way it gets better.</summary>
    public MetricDirection Direction { get; init; }

    /// <summary>
    /// The quantile of the units' values that greater ones are cut to, above 0.5 and below 1; null for no cut.
    /// </summary>
    public double? WinsorizeQuantile { get; init; }

    /// <summary>The least relative lift that matters, such as 0.02; null where every one does.</summary>
    public double? MinimumEffect { get; init; }

    /// <summary>
    /// For how many hours after its exposure a unit's events count; null to the end of the experiment.
    /// </summary>
    public double? ConversionWindowHours { get; init; }

    /// <summary>
    /// How many days before its exposure are compared with, to lessen the variance (CUPED); 0 for none.
    /// </summary>
    public int CupedDays { get; init; }

    /// <summary>Whether more is better.</summary>
    [JsonIgnore]
    public bool IsHigherBetter => Direction == MetricDirection.HigherIsBetter;
}
