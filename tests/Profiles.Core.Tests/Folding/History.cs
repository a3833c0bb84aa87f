using System.Buffers;
using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Core.Folding;

namespace Profiles.Core.Tests.Folding;

/// <summary>A viewer's events, and arrivals of them: orders in which they may come.</summary>
internal static class History
{
    public const long Start = 1_700_000_000_000;
    public const long Minute = 60_000;
    public const long Day = 86_400_000;

    /// <summary>Bounds so small that every run meets them.</summary>
    public static FoldOptions Tight { get; } = new()
    {
        MaxKeys = 8, MaxOpenKeys = 16, MaxEventIds = 65_536, MaxRecent = 4, MaxWatched = 3, MaxFeedback = 2,
        MaxWatchPairs = 16,
    };

    private static readonly ImmutableArray<ContentTraits> Catalogue =
    [
        .. Enumerable.Range(0, 40).Select(i => new ContentTraits(
            $"c{i}", (ContentKind)(1 + i % 5), [$"genre {i % 7}", $"genre {i % 11}"],
            [.. Enumerable.Range(0, i % 4).Select(tag => $"tag {i}-{tag}")], i % 3 == 0 ? $"s{i % 6}" : null)),
    ];

    public static ContentTraits? TraitsOf(ViewingEvent e) =>
        e.ContentId is null ? null : Catalogue.FirstOrDefault(traits => traits.ContentId == e.ContentId);

    /// <summary>Up to 120 different events within a number of days.</summary>
    public static Gen<ViewingEvent[]> Events(int days) =>
        from size in Gen.Choose(0, 120)
        from events in Gen.ArrayOf(Event(days), size)
        select events.Select((e, index) => e with { Id = $"e{index}" }).ToArray();

    /// <summary>
    /// Events, some of them more than once, in an order in which none comes later than the window allows.
    /// </summary>
    public static Gen<ViewingEvent[]> Arrival(ViewingEvent[] events, FoldOptions options) =>
        from delays in Gen.ArrayOf(Delay((int)options.DisorderWindow.TotalSeconds), events.Length * 2)
        from repeats in Gen.ArrayOf(Gen.Choose(0, 3), events.Length)
        select Arrive(events, delays, repeats);

    public static Profile Fold(IEnumerable<ViewingEvent> events, FoldOptions? options = null, Profile? onto = null)
    {
        var profile = onto ?? new Profile(options);
        foreach (var e in events) ProfileFold.Apply(profile, e, TraitsOf(e));
        return profile;
    }

    public static byte[] Bytes(Profile profile)
    {
        var buffer = new ArrayBufferWriter<byte>();
        ProfileCodec.Write(profile, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    public static Profile Copy(Profile profile) => ProfileCodec.Read(Bytes(profile), profile.Options);

    // Each copy of an event is taken to its own time plus a delay no longer than the window. Whatever came before has
    // a time no later than that, so the newest time seen is at most a window after the event's.
    private static ViewingEvent[] Arrive(ViewingEvent[] events, int[] delays, int[] repeats) =>
    [
        .. events.SelectMany((e, i) => repeats[i] == 0
                ? [(Event: e, At: e.OccurredAtUnixMs + delays[2 * i] * 1000L),
                   (Event: e, At: e.OccurredAtUnixMs + delays[2 * i + 1] * 1000L)]
                : new[] { (Event: e, At: e.OccurredAtUnixMs + delays[2 * i] * 1000L) })
            .OrderBy(arrival => arrival.At).Select(arrival => arrival.Event),
    ];

    // Where laws break: at the same instant, at the edges of epochs and of the gap between sessions. A third of
    // events is there.
    private static Gen<long> Time(int days) => Gen.OneOf(
        Gen.Choose(0, days * 24 * 60).Select(minute => Start + minute * Minute),
        Gen.Choose(0, days * 24 * 60).Select(minute => Start + minute * Minute),
        from epoch in Gen.Choose(0, days / 7)
        from quarter in Gen.Choose(-3, 3)
        from millisecond in Gen.Choose(-1, 1)
        select (Start / (7 * Day) + 1 + epoch) * 7 * Day + quarter * 15 * Minute + millisecond);

    // Half of events come at once or as late as they may.
    private static Gen<int> Delay(int max) =>
        Gen.OneOf(Gen.Constant(0), Gen.Constant(max), Gen.Choose(0, max), Gen.Choose(0, max));

    private static Gen<ViewingEvent> Event(int days) =>
        from type in Gen.Choose(1, ViewingEventTypes.Count)
        from time in Time(days)
        from content in Gen.OneOf(Gen.Choose(-3, 45), Gen.Choose(0, 2))
        from position in Gen.Choose(-2, 100)
        from duration in Gen.Choose(-1, 100)
        from device in Gen.Choose(-1, 3)
        from value in Gen.Choose(-5, 10)
        select new ViewingEvent
        {
            Id = "",
            UserId = "u",
            Type = (ViewingEventType)type,
            OccurredAtUnixMs = time,
            ContentId = content < 0 ? null : $"c{content}",
            PositionSeconds = position < 0 ? null : position * 36.5,
            DurationSeconds = duration < 0 ? null : duration * 36.5,
            Device = device < 0 ? null : $"device {device}",
            Value = value < 0 ? null : value / 10.0,
        };
}
