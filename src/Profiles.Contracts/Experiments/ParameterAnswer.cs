using Orleans.Concurrency;

namespace Profiles.Contracts.Experiments;

/// <summary>The value of a parameter for a unit.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value, as JSON in UTF-8.</param>
/// <param name="Experiment">The experiment that sets it.</param>
/// <param name="Variant">The variant that does.</param>
[GenerateSerializer, Immutable, Alias("profiles.parameter-answer")]
public sealed record ParameterAnswer(
    [property: Id(0)] string Name, [property: Id(1)] ReadOnlyMemory<byte> Value,
    [property: Id(2)] string? Experiment, [property: Id(3)] string? Variant);
