using Orleans.Concurrency;
using Profiles.Core.Events;

namespace Profiles.Contracts;

/// <summary>A record with its place in the log. Immutable.</summary>
/// <param name="Sequence">The sequence in the log of the unit's partition.</param>
/// <param name="Record">The record.</param>
[GenerateSerializer, Immutable, Alias("profiles.stored-unit-record")]
public readonly record struct StoredUnitRecord(
    [property: Id(0)] long Sequence, [property: Id(1)] UnitRecord Record);
