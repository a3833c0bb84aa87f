using Orleans.Concurrency;
using Profiles.Core.Experiments.Assignments;
using Profiles.Core.Folding;

namespace Profiles.Contracts.Experiments;

/// <summary>What experiments ask of a unit.</summary>
/// <param name="Profile">Its profile, with the segments that hold it; null where it was not asked for.</param>
/// <param name="Assignments">What it was assigned before.</param>
[GenerateSerializer, Immutable, Alias("profiles.unit-targeting")]
public sealed record UnitTargeting(
    [property: Id(0)] ProfileView? Profile, [property: Id(1)] UnitAssignments Assignments);
