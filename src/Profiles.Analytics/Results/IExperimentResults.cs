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
}
