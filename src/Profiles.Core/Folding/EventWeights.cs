using Profiles.Core.Events;

namespace Profiles.Core.Folding;

/// <summary>What an event of each type is worth. The one table of weights.</summary>
public static class EventWeights
{
    // By number of the type. Of the contents: how much the viewer is drawn to it.
    private static readonly double[] AffinityWeights =
    [
        0, // none
        0, // impression: being shown something is no choice
        1, // play
        0.05, // progress: comes often
        2, // complete
        0.1, // stop
        3, // like
        -3, // dislike
        1.5, // add
        -1, // remove
        -1.5, // dismiss
        0, // search
    ];

    // By number of the type. Of devices and hours: that the viewer watched, whatever they thought of it.
    private static readonly double[] UsageWeights = [0, 0, 1, 0.05, 1, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>What the event adds to the genres, tags, series and kind of its content.</summary>
    /// <remarks>
    /// A <c>value</c> on a complete or a like is how good it was, 0 to 1, and scales the weight; outside it is cut
    /// off. On other types a value means something else and is left alone.
    /// </remarks>
    public static double Affinity(ViewingEvent viewingEvent)
    {
        var weight = AffinityWeights[(int)viewingEvent.Type];
        return viewingEvent.Type is ViewingEventType.Complete or ViewingEventType.Like
            && viewingEvent.Value is { } value
            ? weight * Math.Clamp(value, 0, 1)
            : weight;
    }

    /// <summary>What the event adds to its device and its hour of the week.</summary>
    public static double Usage(ViewingEventType type) => UsageWeights[(int)type];
}
