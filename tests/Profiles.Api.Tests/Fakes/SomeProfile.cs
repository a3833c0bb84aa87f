using Profiles.Core.Events;
using Profiles.Core.Folding;

namespace Profiles.Api.Tests.Fakes;

/// <summary>Profiles to answer with.</summary>
internal static class SomeProfile
{
    private static readonly DateTimeOffset At = new(2025, 3, 1, 20, 15, 30, 250, TimeSpan.Zero);

    public static ProfileView Empty { get; } = new()
    {
        Version = 0,
        LastSequence = -1,
        LastEventAt = null,
        Counters = new ProfileCounters(0, 0, 0, 0),
        Affinities = new ProfileAffinities([], [], [], [], []),
        Recent = [],
        Sessions = new SessionSummary(0, 0, null),
        HourOfWeek = [],
        Feedback = [],
        WatchedCount = 0,
        LateEvents = 0,
        Truncations = 0,
    };

    public static ProfileView Full(long version = 3) => Empty with
    {
        Version = version,
        LastSequence = 41,
        LastEventAt = At,
        Counters = new ProfileCounters(3, 1, 1, 5400.5),
        Affinities = new ProfileAffinities(
            [new KeyWeight("Drama", 1.5), new KeyWeight("Crime \"noir\"", -0.25)], [new KeyWeight("à la carte", 1)],
            [new KeyWeight("s1", 1)], [new KeyWeight("movie", 2)], [new KeyWeight("tv", 3)]),
        Recent = [new RecentContent("0054890", 5400, 6000, false, At), new RecentContent("x/1", null, null, true, At)],
        Sessions = new SessionSummary(2, 7200, At),
        HourOfWeek = [new HourWeight(140, 0.75)],
        Feedback = [new ContentFeedback("0054890", ViewingEventType.Like, At)],
        WatchedCount = 1,
    };
}
