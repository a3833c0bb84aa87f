using Profiles.Core.Catalogue;
using Profiles.Core.Content;

namespace Profiles.Core.Slates.Filters;

/// <summary>
/// Admits what can be played: contents of the catalogue, and of the series only those with an episode that is
/// available, or without any that is listed. (What models and events know and the catalogue does not is never offered.)
/// </summary>
internal sealed class DeadContentFilter : ICandidateFilter
{
    public bool Admits(in SlateInput input, ContentEntry entry, SlateSource source)
    {
        if (entry.Kind != ContentKind.Series) return true;
        var episodes = input.Contents.EpisodesOf(entry.Number);
        foreach (var number in episodes)
        {
            if (input.Contents[number] is { } episode && AvailabilityFilter.IsAvailable(episode, input.NowMs))
                return true;
        }

        return episodes.IsEmpty;
    }
}
