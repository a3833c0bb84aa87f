using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Profiles.Contracts;

/// <summary>Which features of a unit are asked for.</summary>
/// <param name="ViewId">The view, as NAME@VERSION.</param>
/// <param name="AtUnixMs">The moment, in milliseconds since 1970.</param>
/// <param name="ContentIds">Of a view of pairs, the contents; each makes a row.</param>
[GenerateSerializer, Immutable, Alias("profiles.feature-query")]
public sealed record FeatureQuery(
    [property: Id(0)] string ViewId, [property: Id(1)] long AtUnixMs,
    [property: Id(2)] ImmutableArray<string> ContentIds);
