using Profiles.Core.Catalogue;

namespace Profiles.Core.Slates.Filters;

/// <summary>Admits what the viewer neither disliked nor dismissed, and what is of no series that they did.</summary>
internal sealed class DismissedFilter : ICandidateFilter
{
    public bool Admits(in SlateInput input, ContentEntry entry, SlateSource source) =>
        !input.Memory.HasTurnedFrom(entry.Number)
        && (entry.SeriesNumber == ContentNumbers.None || !input.Memory.HasTurnedFrom(entry.SeriesNumber));
}
