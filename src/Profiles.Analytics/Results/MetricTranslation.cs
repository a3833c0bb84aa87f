using System.Collections.Immutable;
using Profiles.Analytics.Metrics;
using Profiles.Core.Events;
using Definitions = Profiles.Core.Experiments.Definitions;

namespace Profiles.Analytics.Results;

/// <summary>Turns a metric as an owner wrote it into one that the tables answer.</summary>
internal static class MetricTranslation
{
    /// <summary>Translates.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="reason">Why the tables cannot answer it; null where they can.</param>
    public static MetricDefinition? Translate(Definitions.MetricDefinition metric, out string? reason)
    {
        var denominator = metric.Denominator is null ? null : PartOf(metric.Denominator, isShare: false, out _);
        var numerator = PartOf(metric.Numerator, metric.Kind == Definitions.MetricKind.Proportion, out reason);
        if (metric.Denominator is not null && denominator is null)
            reason = "Its denominator cannot be summed up from the tables of outcomes yet.";
        if (numerator is null || reason is not null) return null;
        return new MetricDefinition(metric.Key, numerator)
        {
            Denominator = denominator,
            ConversionWindow = metric.ConversionWindowHours is { } hours ? TimeSpan.FromHours(hours) : null,
            CapAtPercentile = metric.WinsorizeQuantile,
            AdjustmentWindow = metric.CupedDays > 0 ? TimeSpan.FromDays(metric.CupedDays) : null,
            Quantile = metric.Quantile,
        };
    }

    private static MetricPart? PartOf(Definitions.MetricMeasure measure, bool isShare, out string? reason)
    {
        reason = null;
        if (measure.Condition is not null)
        {
            reason = "Its condition on outcomes cannot be asked of the tables yet.";
            return null;
        }

        MetricAggregation? aggregation = isShare ? MetricAggregation.Any : measure.Aggregation switch
        {
            Definitions.MetricAggregation.Count => MetricAggregation.Count,
            Definitions.MetricAggregation.SumValue => MetricAggregation.SumOfValue,
            Definitions.MetricAggregation.WatchSeconds => MetricAggregation.WatchSeconds,
            Definitions.MetricAggregation.DistinctContents => MetricAggregation.DistinctContents,
            Definitions.MetricAggregation.MaxValue or Definitions.MetricAggregation.DistinctSessions
                or Definitions.MetricAggregation.DistinctDays => null,
            _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "Not an aggregation of this build."),
        };
        if (aggregation is not { } known)
        {
            reason = $"The aggregation {measure.Aggregation} cannot be summed up from the tables of outcomes yet.";
            return null;
        }

        var types = ImmutableArray.CreateBuilder<ViewingEventType>();
        foreach (var name in measure.EventTypes)
            if (ViewingEventTypes.TryParse(name, out var type)) types.Add(type);
        return new MetricPart(known, types.ToImmutable());
    }
}
