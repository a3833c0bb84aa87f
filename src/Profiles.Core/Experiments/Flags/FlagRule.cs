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
    public bool Decides(ref Evaluation evaluation, Flag flag, ref FlagResult result)
    {
        if (Parents.Length > 0 && Lacks(ref evaluation, ref result, out var isDecided)) return isDecided;
        if (Filters.Length > 0 && evaluation.IsFilteredOut(Filters))
            return Skips(ref evaluation, AssignmentReason.NotInLayer);
        if (Force is not null) return Forces(ref evaluation, ref result);
        if (Experiment is null) return Skips(ref evaluation, AssignmentReason.None);

        Experiment.Run(ref evaluation, flag.Key, ref result.Assigned);
        if (!result.Assigned.IsInExperiment || result.Assigned.Variant is { IsPassedThrough: true })
            return Skips(ref evaluation, result.Assigned.Reason);
        result.Take(Id);
        return true;
    }

    private static bool Skips(ref Evaluation evaluation, AssignmentReason reason)
    {
        evaluation.SkipReason = reason;
        return false;
    }

    private bool Lacks(ref Evaluation evaluation, ref FlagResult result, out bool isDecided)
    {
        isDecided = false;
        for (var i = 0; i < Parents.Length; i++)
        {
            var meets = evaluation.Meets(Parents[i]);
            if (meets is true) continue;
            if (meets is null || Parents[i].IsGate)
            {
                var source = meets is null ? FlagSource.CyclicPrerequisite : FlagSource.Prerequisite;
                result.Become(source, FlagValue.Null);
                isDecided = true;
            }

            evaluation.SkipParent = i;
            evaluation.SkipReason = AssignmentReason.Prerequisite;
            return true;
        }

        return false;
    }

    private bool Forces(ref Evaluation evaluation, ref FlagResult result)
    {
        if (!evaluation.Meets(Condition)) return Skips(ref evaluation, AssignmentReason.NotTargeted);
        if (Rollout is not null && !Rollout.Includes(in evaluation))
            return Skips(ref evaluation, AssignmentReason.NotInCoverage);
        result.Become(FlagSource.Force, Force!, Id);
        return true;
    }
}
