using Orleans.Concurrency;

namespace Profiles.Contracts.Experiments;

/// <summary>What a unit is to be assigned with.</summary>
/// <param name="Attributes">What the caller knows of the unit, as a JSON object in UTF-8; empty for nothing.</param>
[GenerateSerializer, Immutable, Alias("profiles.assignment-request")]
public sealed record AssignmentRequest([property: Id(0)] ReadOnlyMemory<byte> Attributes);
