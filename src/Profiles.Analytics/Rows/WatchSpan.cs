using Profiles.Core.Events;

namespace Profiles.Analytics.Rows;

/// <summary>
/// What an event says about watch time, as the fold takes it (<c>OpenWatchTime</c> in Core): watched of a content on a
/// UTC day is the furthest position less the earliest start.
/// </summary>
/// <param name="FromMs">Where it starts: the position of a play or progress, else null.</param>
/// <param name="ToMs">How far it got; null where the event says nothing.</param>
internal readonly record struct WatchSpan(long? FromMs, long? ToMs)
{
    private const long MaxMs = uint.MaxValue - 1;

    public static WatchSpan Of(ViewingEvent viewing)
    {
        if (viewing.ContentId is null
            || viewing.Type is not (>= ViewingEventType.Play and <= ViewingEventType.Stop))
            return default;

        var position = Milliseconds(viewing.PositionSeconds);
        if (position is null && viewing.Type == ViewingEventType.Complete)
            position = Milliseconds(viewing.DurationSeconds);
        var starts = viewing.Type is ViewingEventType.Play or ViewingEventType.Progress;
        if (!starts && position is null) return default;
        return new WatchSpan(starts ? position ?? 0 : null, position ?? 0);
    }

    public WatchSpan Merge(WatchSpan other) =>
        new(Math.Min(FromMs!.Value, other.FromMs!.Value), Math.Max(ToMs!.Value, other.ToMs!.Value));

    private static long? Milliseconds(double? seconds)
    {
        if (seconds is not { } value || !(value >= 0)) return null;
        return value >= MaxMs / 1000.0 ? MaxMs : (long)Math.Round(value * 1000);
    }
}
