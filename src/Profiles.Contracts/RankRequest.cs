using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Profiles.Contracts;

/// <summary>Contents of the caller's, to be put in order for a viewer.</summary>
/// <param name="ContentIds">The contents, at most <see cref="MaxContents"/>; one that stands twice is ranked
/// once.</param>
/// <param name="Device">The kind of device; null where unknown.</param>
/// <param name="Territory">Where the viewer is; null where unknown.</param>
[GenerateSerializer, Immutable, Alias("profiles.rank-request")]
public sealed record RankRequest(
    [property: Id(0)] ImmutableArray<string> ContentIds,
    [property: Id(1)] string? Device = null,
    [property: Id(2)] string? Territory = null)
{
    /// <summary>The most contents of a request.</summary>
    public const int MaxContents = 1000;
}
