using Orleans.Concurrency;
using Profiles.Core.Experiments.Flags;

namespace Profiles.Contracts.Experiments;

/// <summary>What a flag answers a unit.</summary>
/// <param name="Key">The flag.</param>
/// <param name="Value">Its value, as JSON in UTF-8.</param>
/// <param name="Source">Where the value came from.</param>
/// <param name="Variant">The variant that has it; null where no experiment gave it.</param>
/// <param name="Experiment">The experiment that gave it; null where none did.</param>
/// <param name="Reason">Of a running experiment, why, as <c>AssignmentReasons</c> names it.</param>
[GenerateSerializer, Immutable, Alias("profiles.flag-answer")]
public sealed record FlagAnswer(
    [property: Id(0)] string Key, [property: Id(1)] ReadOnlyMemory<byte> Value, [property: Id(2)] FlagSource Source,
    [property: Id(3)] string? Variant, [property: Id(4)] string? Experiment, [property: Id(5)] string? Reason);
