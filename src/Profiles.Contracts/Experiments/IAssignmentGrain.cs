using System.Collections.Immutable;
using Orleans.CodeGeneration;
using Orleans.Concurrency;
using Profiles.Core.Experiments.Exposures;

namespace Profiles.Contracts.Experiments;

/// <summary>
/// Buckets one unit into experiments. The key is <c>UnitKey.ToGrainKey()</c>. What is sticky is part of the unit's
/// state, folded from its exposures, so that it is rebuilt, merged and carried to the user as the profile is.
/// </summary>
[Alias("profiles.assignment"), Version(1)]
public interface IAssignmentGrain : IGrainWithStringKey
{
    /// <summary>
    /// Assigns the unit in every experiment of the plan. Whoever lets a variant take effect exposes it before they
    /// answer.
    /// </summary>
    [Alias("assign"), ReadOnly]
    ValueTask<AssignmentAnswer> AssignAsync(AssignmentRequest request);

    /// <summary>
    /// Evaluates flags for the unit; where they take effect, exposures are durable before the answer.
    /// </summary>
    [Alias("evaluate")]
    ValueTask<FlagAnswers> EvaluateAsync(FlagRequest request);

    /// <summary>
    /// Logs exposures of the unit, each once; durable when this returns. They are checked: experiments, variants and
    /// lengths are valid.
    /// </summary>
    /// <returns>How many were new; the log takes each once.</returns>
    [Alias("expose")]
    ValueTask<int> ExposeAsync(ImmutableArray<Exposure> exposures);
}
