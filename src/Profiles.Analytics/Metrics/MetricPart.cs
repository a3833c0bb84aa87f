using System.Collections.Immutable;
using Profiles.Core.Events;

namespace Profiles.Analytics.Metrics;

/// <summary>One number of a unit.</summary>
/// <param name="Aggregation">How outcomes are summed up.</param>
/// <param name="EventTypes">Which outcomes; for watch seconds the playback events.</param>
public sealed record MetricPart(MetricAggregation Aggregation, ImmutableArray<ViewingEventType> EventTypes)
{
    /// <summary>Seconds watched.</summary>
    public static MetricPart WatchSeconds { get; } = new(
        MetricAggregation.WatchSeconds,
        [ViewingEventType.Play, ViewingEventType.Progress, ViewingEventType.Complete, ViewingEventType.Stop]);
}
