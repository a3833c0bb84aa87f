using System.Collections.Immutable;
using System.Text.Json;

namespace Profiles.Core.Experiments.Definitions;

/// <summary>A value of each unit, from its events.</summary>
/// <param name="EventTypes">The types of events that count, by their names; at least one.</param>
/// <param name="Aggregation">How they become the value.</param>
/// <param name="Condition">
/// Which of them count: a condition on <see cref="MetricAttributes"/>; null for all.
/// </param>
public sealed record MetricMeasure(
    ImmutableArray<string> EventTypes, MetricAggregation Aggregation, JsonElement? Condition);
