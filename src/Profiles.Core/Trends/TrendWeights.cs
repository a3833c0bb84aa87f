using Profiles.Core.Events;

namespace Profiles.Core.Trends;

/// <summary>What an event of each type counts for the trend of its content.</summary>
public static class TrendWeights
{
    // By number of the type: none, impression, play, progress, complete, stop, like, dislike, add, remove, dismiss,
    // search.
    private static readonly double[] Weights = [0, 0, 1, 0, 1, 0, 1, 0, 0.5, 0, 0, 0];

    /// <summary>What an event counts.</summary>
    public static double Of(ViewingEventType type) => Weights[(int)type];

    /// <summary>Whether the event says that a content of a slate was chosen.</summary>
    public static bool IsClick(ViewingEvent viewingEvent) =>
        viewingEvent is { Type: ViewingEventType.Play or ViewingEventType.Complete, SlateId: not null };

    /// <summary>Whether the event says that a content of a slate was shown.</summary>
    public static bool IsImpression(ViewingEvent viewingEvent) =>
        viewingEvent is { Type: ViewingEventType.Impression, SlateId: not null };
}
