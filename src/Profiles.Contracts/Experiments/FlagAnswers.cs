using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Profiles.Contracts.Experiments;

/// <summary>What flags answer a unit.</summary>
/// <param name="PlanVersion">The version of the plan that they are of.</param>
/// <param name="Flags">The answers, in the order that was asked for, or by key.</param>
[GenerateSerializer, Immutable, Alias("profiles.flag-answers")]
public sealed record FlagAnswers(
    [property: Id(0)] long PlanVersion, [property: Id(1)] ImmutableArray<FlagAnswer> Flags);
