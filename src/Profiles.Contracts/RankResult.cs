using System.Collections.Immutable;
using Orleans.Concurrency;
using Profiles.Core.Slates;

namespace Profiles.Contracts;

/// <summary>A caller's contents in order.</summary>
/// <param name="ModelVersion">The version of the model that scored them.</param>
/// <param name="Items">The contents, the best first.</param>
/// <param name="Unknown">Ids that the catalogue does not know, in the caller's order.</param>
[GenerateSerializer, Immutable, Alias("profiles.rank-result")]
public sealed record RankResult(
    [property: Id(0)] string ModelVersion,
    [property: Id(1)] ImmutableArray<SlateItem> Items,
    [property: Id(2)] ImmutableArray<string> Unknown);
