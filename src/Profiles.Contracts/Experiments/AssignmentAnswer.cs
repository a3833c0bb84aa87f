using System.Collections.Immutable;
using Orleans.Concurrency;
using Profiles.Core.Experiments.Flags;
using Profiles.Core.Experiments.Planning;

namespace Profiles.Contracts.Experiments;

/// <summary>What a unit is assigned.</summary>
/// <param name="PlanVersion">The version of the plan that says so.</param>
/// <param name="Variants">Of each experiment of the plan, in its order.</param>
/// <param name="Parameters">Those that its variants set, by name.</param>
[GenerateSerializer, Immutable, Alias("profiles.assignment-answer")]
public sealed record AssignmentAnswer(
    [property: Id(0)] long PlanVersion, [property: Id(1)] ImmutableArray<VariantAnswer> Variants,
    [property: Id(2)] ImmutableArray<ParameterAnswer> Parameters)
{
    /// <summary>What a plan assigned.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="assignments">One for each experiment of the plan, in its order.</param>
    public static AssignmentAnswer Of(ExperimentPlan plan, Assignment[] assignments) => new(
        plan.Version,
        [
            .. assignments.Select(of => new VariantAnswer(
                of.Experiment.Key, of.Variant?.Key, of.Reason.Name(), of.BucketVersion, of.HashAttribute,
                of.IsExposure ? FlagJson.TextOf(of.HashValue) : null)),
        ],
        [
            .. plan.ParametersOf(assignments).Set
                .Select(of => new ParameterAnswer(of.Name, of.Value.Json, of.Experiment, of.Variant)),
        ]);
}
