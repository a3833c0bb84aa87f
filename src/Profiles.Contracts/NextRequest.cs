using Orleans.Concurrency;
using Profiles.Core.Slates;

namespace Profiles.Contracts;

/// <summary>What a viewer is to be shown next.</summary>
/// <param name="Limit">How many contents at most, 1 to <see cref="SlateRequest.MaxLimit"/>.</param>
/// <param name="Surface">Where it is shown.</param>
/// <param name="Device">The kind of device; null where unknown.</param>
/// <param name="Territory">Where the viewer is; null where unknown.</param>
/// <param name="MaxAge">The highest age that a rating may stand for; null for no limit.</param>
/// <param name="ModelVersion">
/// The version to score with, the one that serves or the one in the shadow; null for the one that serves, which also
/// stands in for one that does neither any more.
/// </param>
/// <param name="Tuning">What an experiment sets for this slate; null for nothing.</param>
[GenerateSerializer, Immutable, Alias("profiles.next-request")]
public sealed record NextRequest(
    [property: Id(0)] int Limit,
    [property: Id(1)] SlateSurface Surface,
    [property: Id(2)] string? Device = null,
    [property: Id(3)] string? Territory = null,
    [property: Id(4)] int? MaxAge = null,
    [property: Id(5)] string? ModelVersion = null,
    [property: Id(6)] SlateTuning? Tuning = null);
