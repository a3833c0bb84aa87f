using Profiles.Core.Catalogue;
using Profiles.Core.Content;

namespace Profiles.Core.Slates.Sources;

/// <summary>
/// Walks what was played last, the latest first: what is started goes on, a finished episode offers the next one. A
/// series counts once, by what of it was played last, so that it never floods the row.
/// </summary>
internal static class WatchNext
{
    public static void Collect(in SlateInput input, CandidateList candidates, SlateSource wanted)
    {
        Span<int> known = stackalloc int[input.Memory.Played.Count];
        var count = 0;
        foreach (var played in input.Memory.Played)
        {
            if (candidates.IsFull) return;
            if (input.Contents[played.Number] is not { IsLive: false } entry) continue;
            if (entry.SeriesNumber != ContentNumbers.None)
            {
                if (known[..count].Contains(entry.SeriesNumber)) continue;
                known[count++] = entry.SeriesNumber;
            }

            var (number, source) = played.StateOf(entry) switch
            {
                PlayState.Started => (entry.Number, SlateSource.ContinueWatching),
                PlayState.Finished => Next(input, entry),
                _ => (ContentNumbers.None, default),
            };
            if (number != ContentNumbers.None && source == wanted) candidates.Offer(input, number, -played.AtMs);
        }
    }

    private static (int Number, SlateSource Source) Next(in SlateInput input, ContentEntry finished)
    {
        if (finished.Kind != ContentKind.Episode || finished.SeriesNumber == ContentNumbers.None)
            return (ContentNumbers.None, default);

        var episodes = input.Contents.EpisodesOf(finished.SeriesNumber);
        for (var i = episodes.IndexOf(finished.Number) + 1; i < episodes.Length; i++)
        {
            if (input.Contents[episodes[i]] is not { } episode || input.Memory.HasWatched(episode)) continue;
            if (!input.Memory.TryPlayed(episode, out var state)) return (episode.Number, SlateSource.NextEpisode);
            switch (state)
            {
                case PlayState.Started:
                    return (episode.Number, SlateSource.ContinueWatching);
                case PlayState.Bounced:
                    return (episode.Number, SlateSource.NextEpisode);
            }
        }

        return (ContentNumbers.None, default);
    }
}
