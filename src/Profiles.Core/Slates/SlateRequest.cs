namespace Profiles.Core.Slates;

/// <summary>What is asked for.</summary>
/// <param name="SlateId">The slate's id, which seeds what is left to chance.</param>
/// <param name="Limit">How many contents at most, 1 to <see cref="SlateRequest.MaxLimit"/>.</param>
/// <param name="Surface">Where it is shown.</param>
/// <param name="NowUnixMs">When, in milliseconds since 1970-01-01 UTC.</param>
/// <param name="Device">The kind of device; null where unknown.</param>
/// <param name="Territory">
/// Where the viewer is; null where unknown: then no content that is bound to territories is shown.
/// </param>
/// <param name="MaxAge">
/// The highest age that a rating may stand for; null for no limit. Contents whose rating is not known are above any.
/// </param>
/// <param name="Tuning">What an experiment sets for this slate instead of the options; null for nothing.</param>
public sealed record SlateRequest(
    string SlateId, int Limit, SlateSurface Surface, long NowUnixMs, string? Device = null, string? Territory = null,
    int? MaxAge = null, SlateTuning? Tuning = null)
{
    /// <summary>The most contents of a slate.</summary>
    public const int MaxLimit = 100;
}
