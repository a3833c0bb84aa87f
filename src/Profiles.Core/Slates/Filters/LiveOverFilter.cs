using Profiles.Core.Catalogue;

namespace Profiles.Core.Slates.Filters;

/// <summary>Admits live events from their lead before the start until their end, and everything that is not
/// one.</summary>
internal sealed class LiveOverFilter : ICandidateFilter
{
    public bool Admits(in SlateInput input, ContentEntry entry, SlateSource source) =>
        !entry.IsLive
        || (input.NowMs < entry.EndsAtMs && input.NowMs >= entry.StartsAtMs - input.LiveLeadMs);
}
