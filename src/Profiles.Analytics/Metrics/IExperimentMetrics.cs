using System.Collections.Immutable;
using Profiles.Core.Experiments.Definitions;

namespace Profiles.Analytics.Metrics;

/// <summary>Reads what the results of an experiment are made of.</summary>
public interface IExperimentMetrics
{
    /// <summary>How many units each variant met.</summary>
    Task<ExposedUnits> ReadUnitsAsync(ExperimentSlice slice, CancellationToken cancellationToken);

    /// <summary>A metric of each variant that has units, in the order of their keys; one statement in SQL.</summary>
    /// <exception cref="ArgumentException">
    /// The metric is not one that <see cref="ExperimentValidation.CheckAnswerable"/> takes.
    /// </exception>
    Task<ImmutableArray<VariantMetric>> ReadAsync(
        ExperimentSlice slice, MetricDefinition metric, CancellationToken cancellationToken);

    /// <summary>
    /// A metric at the end of each UTC day from the first exposure to the end of the slice; of more days than asked
    /// for, evenly spaced ones, the last among them. One statement where sums can be added up; one for each day where
    /// the metric is a quantile, or cut to one.
    /// </summary>
    /// <exception cref="ArgumentException">As of <see cref="ReadAsync"/>.</exception>
    Task<ImmutableArray<DailyMetric>> ReadDailyAsync(
        ExperimentSlice slice, MetricDefinition metric, int maxDays, CancellationToken cancellationToken);

    /// <summary>How many units each variant met, by a dimension of their first exposure.</summary>
    /// <param name="slice">Which units.</param>
    /// <param name="dimension">The dimension; without quotation marks.</param>
    /// <param name="maxSegments">The most values of it that are told apart: those of most units.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    Task<SegmentUnits> ReadSegmentsAsync(
        ExperimentSlice slice, string dimension, int maxSegments, CancellationToken cancellationToken);

    /// <summary>A metric of each variant and segment that has units. A cut is that of all units.</summary>
    /// <exception cref="ArgumentException">As of <see cref="ReadAsync"/>.</exception>
    Task<ImmutableArray<SegmentMetric>> ReadBySegmentAsync(
        ExperimentSlice slice, MetricDefinition metric, string dimension, IReadOnlyCollection<string> segments,
        CancellationToken cancellationToken);
}
