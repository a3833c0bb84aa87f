using Profiles.Core.Catalogue;

namespace Profiles.Core.Slates.Filters;

/// <summary>
/// Admits what may be shown now. A live event that has not started may be announced before it is available.
/// </summary>
internal sealed class AvailabilityFilter : ICandidateFilter
{
    public static bool IsAvailable(ContentEntry entry, long nowMs) =>
        nowMs < entry.AvailableUntilMs
        && (nowMs >= entry.AvailableFromMs
            || (entry.IsLive && nowMs < entry.StartsAtMs && entry.AvailableFromMs <= entry.StartsAtMs));

    public bool Admits(in SlateInput input, ContentEntry entry, SlateSource source) =>
        IsAvailable(entry, input.NowMs);
}
