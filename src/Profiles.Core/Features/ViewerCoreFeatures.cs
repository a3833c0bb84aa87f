using System.Collections.Immutable;
using Profiles.Core.Content;
using Profiles.Core.Events;
using static Profiles.Core.Features.FeatureMath;

namespace Profiles.Core.Features;

/// <summary><c>viewer-core@1</c>: what is known of a viewer, without any model.</summary>
internal static class ViewerCoreFeatures
{
    private const int TopGenres = 5;
    private const int HoursPerWeek = 168;
    private const long MsPerHour = 3_600_000;

    // 1970-01-01 was a Thursday, and hour 0 of the week is Monday 00:00.
    private const int HourOfWeekAtStart = 72;

    public static FeatureView View { get; } = new(
        "viewer-core", 1, false, "Counts, recency, sessions, taste and habits of a viewer.",
        [.. Counts(), .. Sessions(), .. Feedback(), .. Taste(), .. Habits()]);

    private static IEnumerable<Feature> Counts() =>
    [
        new("events", FeatureType.Number, "count", "Events; 0 for none.",
            moment => Number(moment.View.Counters.Events)),
        new("plays", FeatureType.Number, "count", "Plays; 0 for none.",
            moment => Number(moment.View.Counters.Plays)),
        new("completes", FeatureType.Number, "count", "Completes; 0 for none.",
            moment => Number(moment.View.Counters.Completes)),
        new("watchSeconds", FeatureType.Number, "seconds", "Seconds watched; 0 for none.",
            moment => Number(moment.View.Counters.WatchSeconds)),
        new("watchedCount", FeatureType.Number, "count, 0 to 2000", "Contents remembered as watched to the end.",
            moment => Number(moment.View.WatchedCount)),
        new("completesPerPlay", FeatureType.Number, "share, 0 to 1", "Completes by plays; 0 without plays.",
            moment => Number(Math.Min(1, Per(moment.View.Counters.Completes, moment.View.Counters.Plays)))),
        new("watchSecondsPerPlay", FeatureType.Number, "seconds", "Seconds watched by plays; 0 without plays.",
            moment => Number(Per(moment.View.Counters.WatchSeconds, moment.View.Counters.Plays))),
        new("hoursSinceLastEvent", FeatureType.Number, "hours, 0 to 8760", "Since the newest event; 8760 without one.",
            moment => Number(HoursSince(moment.View.LastEventAt, moment.AtUnixMs))),
    ];

    private static IEnumerable<Feature> Sessions() =>
    [
        new("sessions", FeatureType.Number, "count", "Sessions; 0 for none.",
            moment => Number(moment.View.Sessions.Count)),
        new("secondsPerSession", FeatureType.Number, "seconds", "How long a session is on average; 0 without one.",
            moment => Number(Per(moment.View.Sessions.TotalSeconds, moment.View.Sessions.Count))),
        new("eventsPerSession", FeatureType.Number, "count", "Events by sessions; 0 without one.",
            moment => Number(Per(moment.View.Counters.Events, moment.View.Sessions.Count))),
        new("hoursSinceSessionStart", FeatureType.Number, "hours, 0 to 8760",
            "Since the latest session began; 8760 without one.",
            moment => Number(HoursSince(moment.View.Sessions.LastStartedAt, moment.AtUnixMs))),
    ];

    private static IEnumerable<Feature> Feedback() =>
    [
        Said("likes", ViewingEventType.Like),
        Said("dislikes", ViewingEventType.Dislike),
        Said("adds", ViewingEventType.Add),
        Said("removes", ViewingEventType.Remove),
        Said("dismisses", ViewingEventType.Dismiss),
    ];

    private static IEnumerable<Feature> Taste()
    {
        yield return new Feature(
            "genres", FeatureType.Number, "count, 0 to 64", "Genres of positive weight.",
            moment => Number(moment.View.Affinities.Genres.Count(genre => genre.Weight > 0)));
        for (var place = 0; place < TopGenres; place++)
        {
            var at = place;
            yield return new Feature(
                $"genre{at + 1}", FeatureType.Text, "genre", $"The genre of place {at + 1}; empty without one.",
                moment => Word(KeyAt(moment.View.Affinities.Genres, at)));
            yield return new Feature(
                $"genreShare{at + 1}", FeatureType.Number, "share, 0 to 1", "Its share of the positive weights.",
                moment => Number(ShareAt(moment.View.Affinities.Genres, at)));
        }

        foreach (var kind in Enum.GetValues<ContentKind>())
        {
            var name = kind.Name();
            yield return new Feature(
                $"kindShare.{name}", FeatureType.Number, "share, 0 to 1", $"The share of kind {name}.",
                moment => Number(ShareOf(moment.View.Affinities.Kinds, name)));
        }

        yield return new Feature(
            "device1", FeatureType.Text, "kind of device", "The kind of device used most; empty without one.",
            moment => Word(KeyAt(moment.View.Affinities.Devices, 0)));
        yield return new Feature(
            "deviceShare1", FeatureType.Number, "share, 0 to 1", "Its share of the positive weights.",
            moment => Number(ShareAt(moment.View.Affinities.Devices, 0)));
    }

    private static IEnumerable<Feature> Habits() =>
    [
        new("hourOfWeekShares", FeatureType.Vector, "168 shares, 0 to 1",
            "How much is watched in each hour of the week in UTC, from Monday 00:00; all 0 for none.",
            moment => new FeatureValue.Vector(HourShares(moment))),
        new("hourOfWeekShareNow", FeatureType.Number, "share, 0 to 1", "The share of the hour of the moment.",
            moment => Number(HourShares(moment)[HourOfWeek(moment.AtUnixMs)])),
    ];

    private static Feature Said(string name, ViewingEventType type) => new(
        name, FeatureType.Number, "count, 0 to 500", $"Contents whose latest feedback is {type.Name()}.",
        moment => Number(moment.View.Feedback.Count(said => said.Type == type)));

    private static ImmutableArray<float> HourShares(FeatureMoment moment)
    {
        var total = 0.0;
        foreach (var (_, weight) in moment.View.HourOfWeek)
            if (weight > 0) total += weight;

        var shares = new float[HoursPerWeek];
        foreach (var (hour, weight) in moment.View.HourOfWeek)
            if (weight > 0) shares[hour] = (float)(weight / total);
        return [.. shares];
    }

    private static int HourOfWeek(long unixMs)
    {
        var hours = Math.DivRem(unixMs, MsPerHour, out var rest) + (rest < 0 ? -1 : 0);
        var hour = (hours + HourOfWeekAtStart) % HoursPerWeek;
        return (int)(hour < 0 ? hour + HoursPerWeek : hour);
    }
}
