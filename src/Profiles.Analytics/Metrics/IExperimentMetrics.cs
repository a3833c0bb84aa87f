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
}
