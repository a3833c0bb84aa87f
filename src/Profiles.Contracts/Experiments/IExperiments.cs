using Profiles.Core.Experiments.Definitions;
using Profiles.Core.Experiments.Planning;

namespace Profiles.Contracts.Experiments;

/// <summary>
/// The experiments. Every host holds the plan in memory; a change is durable, with its entry in the audit log, before
/// it is seen.
/// </summary>
public interface IExperiments
{
    /// <summary>The plan as it is now; read it once for one answer.</summary>
    ExperimentPlan Current { get; }

    /// <summary>Told of each new plan, whether somebody or a schedule made it; one at a time, in order.</summary>
    event Action<ExperimentPlan>? Changed;

    /// <summary>Changes the configuration, one change at a time.</summary>
    /// <param name="actor">Who does it.</param>
    /// <param name="action">What is done, such as <c>start</c>.</param>
    /// <param name="change">
    /// Makes the new set of the present one, checked; null where it is not to be changed. It is called once.
    /// </param>
    /// <param name="cancellationToken">Stops the wait for other changes.</param>
    /// <returns>The plan afterwards, the same one where nothing changed.</returns>
    ValueTask<ExperimentPlan> ChangeAsync(
        string actor, string action, Func<ExperimentSet, ExperimentSet?> change, CancellationToken cancellationToken);

    /// <summary>What was changed, the latest first.</summary>
    /// <param name="kind">Of these things; null for all.</param>
    /// <param name="key">Of the one with this key; null for all.</param>
    /// <param name="beforeId">Those before this one; null for the latest.</param>
    /// <param name="limit">How many at most, 1 to 1,000.</param>
    IReadOnlyList<ExperimentAudit> ReadAudit(string? kind, string? key, long? beforeId, int limit);
}
