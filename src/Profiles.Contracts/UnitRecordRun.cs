using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Profiles.Contracts;

/// <summary>Records of one unit, in order of the log of its partition. Immutable.</summary>
/// <param name="Epoch">
/// How often the partition had changed hands when the records were read. A grain that was activated earlier goes; one
/// that was activated later refuses what an old holder still sends.
/// </param>
/// <param name="Records">The records; at least one.</param>
[GenerateSerializer, Immutable, Alias("profiles.unit-record-run")]
public sealed record UnitRecordRun(
    [property: Id(0)] long Epoch, [property: Id(1)] ImmutableArray<StoredUnitRecord> Records);
