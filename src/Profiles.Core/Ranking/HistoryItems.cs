using Profiles.Core.Events;
using Profiles.Core.Folding;
using Profiles.Core.Models;

namespace Profiles.Core.Ranking;

/// <summary>
/// A profile's history in its canonical form: each content that was played lately or spoken of once, in ascending
/// order of (time, id), the latest <see cref="Viewer.MaxHistory"/> of them. It depends on the profile alone, not on how
/// it came to be.
/// </summary>
internal static class HistoryItems
{
    /// <summary>Writes the history to a list, which is overwritten.</summary>
    public static void Collect(Profile profile, RankingModel model, List<HistoryItem> history)
    {
        history.Clear();
        var recent = profile.Recent.Registers;
        var feedback = profile.Feedback.Registers;
        if (feedback.Length > Viewer.MaxHistory) feedback = feedback[^Viewer.MaxHistory..];
        if (recent.Length > Viewer.MaxHistory) recent = recent[^Viewer.MaxHistory..];
        var weights = model.FoldIn;
        foreach (ref readonly var played in recent)
        {
            var confidence = (played.Tie & 1) != 0 ? weights.Completed : weights.Started;
            var isTurnedFrom = false;
            foreach (ref readonly var said in feedback)
            {
                if (said.ContentId != played.ContentId) continue;
                Count(said.Type, weights, ref confidence, ref isTurnedFrom);
                break;
            }

            Add(played.ContentId, played.Time, confidence, isTurnedFrom);
        }

        foreach (ref readonly var said in feedback)
        {
            var isPlayed = false;
            foreach (ref readonly var played in recent)
            {
                if (played.ContentId != said.ContentId) continue;
                isPlayed = true;
                break;
            }

            if (isPlayed || said.Type == ViewingEventType.Remove) continue;
            var confidence = 0f;
            var isTurnedFrom = false;
            Count(said.Type, weights, ref confidence, ref isTurnedFrom);
            Add(said.ContentId, said.Time, confidence, isTurnedFrom);
        }

        if (feedback.Length > 0)
            history.Sort(static (x, y) =>
                x.Time != y.Time ? x.Time.CompareTo(y.Time) : string.CompareOrdinal(x.ContentId, y.ContentId));
        if (history.Count > Viewer.MaxHistory) history.RemoveRange(0, history.Count - Viewer.MaxHistory);

        void Add(string contentId, long time, float confidence, bool isTurnedFrom) =>
            history.Add(new HistoryItem(contentId, time, model.RowOf(contentId), confidence, isTurnedFrom));
    }

    private static void Count(
        ViewingEventType type, FoldInWeights weights, ref float confidence, ref bool isTurnedFrom)
    {
        switch (type)
        {
            case ViewingEventType.Like:
                confidence += weights.Liked;
                break;
            case ViewingEventType.Add:
                confidence += weights.Added;
                break;
            case ViewingEventType.Dislike or ViewingEventType.Dismiss:
                confidence = weights.TurnedFrom;
                isTurnedFrom = true;
                break;
        }
    }
}
