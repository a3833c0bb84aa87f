namespace Profiles.Analytics.Metrics;

/// <summary>How a metric is worked out from the outcomes of exposed units.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Numerator">The number of a unit.</param>
public sealed record MetricDefinition(string Key, MetricPart Numerator)
{
    /// <summary>Of a ratio, what the numerator is counted over; null for a mean or proportion.</summary>
    public MetricPart? Denominator { get; init; }

    /// <summary>How long after its first exposure a unit's outcomes count; null for all time read.</summary>
    public TimeSpan? ConversionWindow { get; init; }

    /// <summary>The most that a unit's numerator counts; null for no cap.</summary>
    public double? CapAtValue { get; init; }

    /// <summary>
    /// The percentile of all units' numerators, above 0 to 1, that is the cap; null for no cap. Not with
    /// <see cref="CapAtValue"/>.
    /// </summary>
    public double? CapAtPercentile { get; init; }

    /// <summary>How long before its first exposure a unit's outcomes adjust it (CUPED); null for not.</summary>
    public TimeSpan? AdjustmentWindow { get; init; }

    /// <summary>The quantile of units' numerators to compare, between 0 and 1; null to compare means.</summary>
    public double? Quantile { get; init; }

    internal void Check()
    {
        foreach (var part in Denominator is null ? [Numerator] : new[] { Numerator, Denominator })
        {
            if (part.EventTypes.IsDefaultOrEmpty)
                throw new ArgumentException($"Metric '{Key}' names no event types.");
        }

        if (CapAtValue is not null && CapAtPercentile is not null)
            throw new ArgumentException($"Metric '{Key}' has two caps; give a value or a percentile.");
        if (CapAtValue is { } value && !double.IsFinite(value))
            throw new ArgumentException($"The cap of metric '{Key}' is not a number.");
        if (CapAtPercentile is { } percentile && !(percentile is > 0 and <= 1))
            throw new ArgumentException($"The cap of metric '{Key}' is at percentile {percentile}; above 0 to 1.");
        if (Quantile is { } quantile && !(quantile is > 0 and < 1))
            throw new ArgumentException($"Metric '{Key}' asks for quantile {quantile}; between 0 and 1.");
        if (Quantile is not null && (Denominator is not null || AdjustmentWindow is not null))
            throw new ArgumentException($"Metric '{Key}' is a quantile; it has no denominator and no adjustment.");
    }
}
