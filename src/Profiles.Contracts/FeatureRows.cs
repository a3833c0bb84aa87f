using System.Collections.Immutable;
using Orleans.Concurrency;
using Profiles.Core.Features;

namespace Profiles.Contracts;

/// <summary>Features of a unit.</summary>
/// <param name="ProfileVersion">The version of the profile; 0 where nothing is known of the unit.</param>
/// <param name="Rows">A row for each content of the query, or one.</param>
[GenerateSerializer, Immutable, Alias("profiles.feature-rows")]
public sealed record FeatureRows(
    [property: Id(0)] long ProfileVersion, [property: Id(1)] ImmutableArray<ImmutableArray<FeatureValue>> Rows)
{
    /// <summary>Whether anything is known of the unit; of others, every feature has its value for nothing.</summary>
    public bool IsKnown => ProfileVersion > 0;
}
