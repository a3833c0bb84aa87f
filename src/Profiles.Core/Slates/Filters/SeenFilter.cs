using Profiles.Core.Catalogue;
using Profiles.Core.Content;

namespace Profiles.Core.Slates.Filters;

/// <summary>
/// Admits what was not watched to its end. What is under way is for the continue-watching source alone, and live events
/// for as long as they are on; of a series that was begun, its next episode stands for it.
/// </summary>
internal sealed class SeenFilter : ICandidateFilter
{
    public bool Admits(in SlateInput input, ContentEntry entry, SlateSource source)
    {
        var memory = input.Memory;
        if (memory.HasWatched(entry)) return false;
        if (entry.Kind == ContentKind.Series) return !IsBegun(input, entry.Number);
        if (!memory.TryPlayed(entry, out var state)) return true;
        return state switch
        {
            PlayState.Bounced => true,
            PlayState.Started => source == SlateSource.ContinueWatching || entry.IsLive,
            PlayState.Unknown => entry.IsLive,
            PlayState.Finished => false,
            _ => throw new ArgumentOutOfRangeException(nameof(source), state, "Not a state of this build."),
        };
    }

    private static bool IsBegun(in SlateInput input, int series)
    {
        foreach (var played in input.Memory.Played)
            if (input.Contents[played.Number] is { } entry && entry.SeriesNumber == series) return true;
        return false;
    }
}
