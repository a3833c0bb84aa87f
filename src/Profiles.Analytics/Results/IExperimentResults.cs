using System.Collections.Immutable;
using Profiles.Core.Experiments.Definitions;
using Profiles.Statistics.Experiments;

namespace Profiles.Analytics.Results;

/// <summary>Reads what experiments found.</summary>
public interface IExperimentResults
{
    /// <summary>Reads one experiment, of its present bucket version.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="set">The configuration, with the metrics.</param>
    /// <param name="experiment">The experiment.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="UnanswerableMetricException">A metric is from a release that took more.</exception>
    Task<ExperimentResult> ReadAsync(
        string tenant, ExperimentSet set, ExperimentDefinition experiment, ResultsRequest request,
        CancellationToken cancellationToken);

    /// <summary>Reads one metric at the end of each day, of evenly spaced ones where there are many.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="experiment">The experiment.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="request">What is asked for; both kinds of intervals are answered.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="UnanswerableMetricException">The metric is from a release that took more.</exception>
    Task<ImmutableArray<DailyResult>> ReadDailyAsync(
        string tenant, ExperimentDefinition experiment, MetricDefinition metric, ResultsRequest request,
        CancellationToken cancellationToken);

    /// <summary>Reads one experiment by a dimension of its exposures, such as the device.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="set">The configuration, with the metrics.</param>
    /// <param name="experiment">The experiment.</param>
    /// <param name="dimension">The dimension; without quotation marks.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="UnanswerableMetricException">A metric is from a release that took more.</exception>
    Task<SegmentedResult> ReadSegmentsAsync(
        string tenant, ExperimentSet set, ExperimentDefinition experiment, string dimension, ResultsRequest request,
        CancellationToken cancellationToken);
}
