using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Profiles.Contracts;

/// <summary>Records of one unit, in order of the log of its partition. Immutable.</summary>
/// <param name="Epoch">
/// The ETag of states that were read since the partition last changed hands; a grain with another one refuses the run.
/// </param>
/// <param name="Records">The records; at least one.</param>
[GenerateSerializer, Immutable, Alias("profiles.unit-record-run")]
public sealed record UnitRecordRun(
    [property: Id(0)] string Epoch, [property: Id(1)] ImmutableArray<StoredUnitRecord> Records);
