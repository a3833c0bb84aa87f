using Profiles.Core.Catalogue;
using Profiles.Core.Ranking;

namespace Profiles.Core.Slates;

/// <summary>What is like a content and can be shown, whoever asks.</summary>
public static class SimilarContents
{
    /// <summary>The contents most like one, the most alike first (<see cref="Scorer.Similar"/>).</summary>
    /// <param name="serving">The moment.</param>
    /// <param name="entry">The content.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="nowMs">
    /// The moment, in milliseconds since 1970-01-01 UTC: what is not in the catalogue, not available then, or over, is
    /// left out.
    /// </param>
    public static IReadOnlyList<ScoredContent> Of(ServingMoment serving, ContentEntry entry, int limit, long nowMs)
    {
        var found = new List<ScoredContent>(limit);
        foreach (var similar in Scorer.Similar(serving.Ranking, entry.Number, Scorer.MaxSimilar))
        {
            if (found.Count == limit) break;
            if (serving.Contents[similar.Number] is { } other && IsShown(other, nowMs)) found.Add(similar);
        }

        return found;
    }

    private static bool IsShown(ContentEntry entry, long nowMs) =>
        nowMs >= entry.AvailableFromMs && nowMs < entry.AvailableUntilMs && (!entry.IsLive || nowMs < entry.EndsAtMs);
}
