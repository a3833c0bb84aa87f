using System.Collections.Immutable;
using Profiles.Core.Conditions;
using Profiles.Core.Experiments.Bucketing;

namespace Profiles.Core.Experiments.Flags;

/// <summary>
/// A rule of a flag: it gives a value, runs an experiment, or only stops those that lack a prerequisite.
/// </summary>
internal sealed class FlagRule
{
    /// <summary>The rule's id; empty where it has none.</summary>
    public string Id { get; init; } = string.Empty;

    /// <summary>The flags that must have certain values.</summary>
    public ImmutableArray<FlagParent> Parents { get; init; } = [];

    /// <summary>Who is looked at.</summary>
    public ImmutableArray<BucketFilter> Filters { get; init; } = [];

    /// <summary>The value; null where the rule gives none.</summary>
    public FlagValue? Force { get; init; }

    /// <summary>Who gets the value.</summary>
    public Condition Condition { get; init; } = Condition.Always;

    /// <summary>Which part of them; null for all.</summary>
    public FlagRollout? Rollout { get; init; }

    /// <summary>The experiment; null where the rule runs none.</summary>
    public FlagExperiment? Experiment { get; init; }

    /// <summary>Whether the rule decides what the flag answers; if not, the evaluation says why.</summary>
    public bool Decides(ref Evaluation evaluation, Flag flag, out FlagResult result)
    {
        for (var i = 0; i < Parents.Length; i++)
        {
            switch (evaluation.Meets(Parents[i]))
            {
                case null:
                    result = new FlagResult(FlagSource.CyclicPrerequisite, FlagValue.Null);
                    return true;
                case false when Parents[i].IsGate:
                    result = new FlagResult(FlagSource.Prerequisite, FlagValue.Null);
                    return true;
                case false:
                    evaluation.SkipParent = i;
                    return Skips(ref evaluation, AssignmentReason.Prerequisite, out result);
            }
        }

        if (Filters.Length > 0 && evaluation.IsFilteredOut(Filters))
            return Skips(ref evaluation, AssignmentReason.NotInLayer, out result);
        if (Force is not null) return Forces(ref evaluation, out result);
        if (Experiment is null) return Skips(ref evaluation, AssignmentReason.None, out result);

        Experiment.Run(ref evaluation, flag.Key, out var assigned);
        if (!assigned.IsInExperiment || assigned.Variant is { IsPassedThrough: true })
            return Skips(ref evaluation, assigned.Reason, out result);
        result = new FlagResult(FlagSource.Experiment, assigned.Value, Id, assigned);
        return true;
    }

    private static bool Skips(ref Evaluation evaluation, AssignmentReason reason, out FlagResult result)
    {
        evaluation.SkipReason = reason;
        result = default;
        return false;
    }

    private bool Forces(ref Evaluation evaluation, out FlagResult result)
    {
        if (!evaluation.Meets(Condition)) return Skips(ref evaluation, AssignmentReason.NotTargeted, out result);
        if (Rollout is not null && !Rollout.Includes(in evaluation))
            return Skips(ref evaluation, AssignmentReason.NotInCoverage, out result);
        result = new FlagResult(FlagSource.Force, Force!, Id);
        return true;
    }
}
