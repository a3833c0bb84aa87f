using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Profiles.Contracts;

/// <summary>The trend counters of a partition, as they are saved. Immutable.</summary>
/// <param name="LastSequence">The last record they include.</param>
/// <param name="Bytes">The blocks one after the other, then the head.</param>
/// <param name="BlockEnds">Where each block ends.</param>
[GenerateSerializer, Immutable, Alias("profiles.trend-bytes")]
public sealed record TrendBytes(
    [property: Id(0)] long LastSequence,
    [property: Id(1)] ReadOnlyMemory<byte> Bytes,
    [property: Id(2)] ImmutableArray<int> BlockEnds);
