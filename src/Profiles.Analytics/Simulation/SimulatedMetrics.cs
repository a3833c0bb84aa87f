using System.Collections.Immutable;
using Profiles.Core.Experiments.Definitions;
using Profiles.Statistics.Simulation;

namespace Profiles.Analytics.Simulation;

/// <summary>What simulated experiments are judged by, as an owner would write it.</summary>
internal static class SimulatedMetrics
{
    public const string Watched = "watched";
    public const string MedianWatched = "median-watched";
    public const string Likes = "likes";

    private const int PastDays = 7;

    private static readonly MetricMeasure Seconds = new(
        ["play", "progress", "complete", "stop"], MetricAggregation.WatchSeconds, null);

    /// <summary>Seconds watched, less what the past tells; their median; and who liked anything.</summary>
    public static ImmutableArray<MetricDefinition> Definitions(SimulationOptions options) =>
    [
        new()
        {
            Key = Watched, Name = Watched, Numerator = Seconds,
            CupedDays = options.CorrelationWithPast is null ? 0 : PastDays,
        },
        new()
        {
            Key = MedianWatched, Name = MedianWatched, Kind = MetricKind.Quantile, Quantile = 0.5, Numerator = Seconds,
        },
        new()
        {
            Key = Likes, Name = Likes, Kind = MetricKind.Proportion,
            Numerator = new MetricMeasure(["like"], MetricAggregation.Count, null),
        },
    ];

    /// <summary>
    /// Each metric with its true lift, in the order of the results: a factor moves mean and median alike.
    /// </summary>
    public static ImmutableArray<(string Key, double TrueLift)> Truths(SimulationOptions options) =>
        [(Watched, options.RelativeLift), (MedianWatched, options.RelativeLift), (Likes, 0)];
}
