using System.Collections.Immutable;

namespace Profiles.Analytics.Metrics;

/// <summary>Reads what the results of an experiment are made of.</summary>
public interface IExperimentMetrics
{
    /// <summary>How many units each variant met.</summary>
    Task<ExposedUnits> ReadUnitsAsync(ExperimentSlice slice, CancellationToken cancellationToken);

    /// <summary>A metric of each variant that has units, in the order of their keys; one statement in SQL.</summary>
    /// <exception cref="ArgumentException">The metric contradicts itself; the message says how.</exception>
    Task<ImmutableArray<VariantMetric>> ReadAsync(
        ExperimentSlice slice, MetricDefinition metric, CancellationToken cancellationToken);
}
