using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Profiles.Contracts.Experiments;

/// <summary>What a unit is assigned.</summary>
/// <param name="PlanVersion">The version of the plan that says so.</param>
/// <param name="Variants">Of each experiment of the plan, in its order.</param>
/// <param name="Parameters">Those that its variants set, by name.</param>
[GenerateSerializer, Immutable, Alias("profiles.assignment-answer")]
public sealed record AssignmentAnswer(
    [property: Id(0)] long PlanVersion, [property: Id(1)] ImmutableArray<VariantAnswer> Variants,
    [property: Id(2)] ImmutableArray<ParameterAnswer> Parameters);
