using System.Collections.Immutable;
using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Core.Folding;
using static Profiles.Core.Features.FeatureMath;

namespace Profiles.Core.Features;

/// <summary><c>viewer-content@1</c>: what a viewer and a content have to do with each other, without a model.</summary>
internal static class ViewerContentFeatures
{
    private const double MaxDays = 36_500;
    private const double MsPerDay = 86_400_000;

    public static FeatureView View { get; } = new(
        "viewer-content", 1, true, "How a content fits a viewer, and what they did with it before.",
        [.. OfContent(), .. OfTaste(), .. OfHistory()]);

    private static IEnumerable<Feature> OfContent() =>
    [
        new("isKnown", FeatureType.Truth, "truth", "The catalogue has the content.",
            moment => Truth(moment.Content is not null)),
        new("kind", FeatureType.Text, "kind", "movie, series, episode, live or clip; empty where unknown.",
            moment => Word(moment.Content?.Kind.Name())),
        new("contentSeconds", FeatureType.Number, "seconds", "How long it is; 0 where unknown.",
            moment => Number(moment.Content?.DurationSeconds ?? 0)),
        new("hasReleaseDate", FeatureType.Truth, "truth", "The catalogue says when it was released.",
            moment => Truth(moment.Content?.ReleasedAt is not null)),
        new("daysSinceRelease", FeatureType.Number, "days, -36500 to 36500",
            "Since its release, below 0 before it; 0 where unknown.",
            moment => Number(DaysSince(moment.Content?.ReleasedAt, moment.AtUnixMs))),
        new("daysSinceStart", FeatureType.Number, "days, -36500 to 36500",
            "Since a live event started, below 0 before it; 0 of others.",
            moment => Number(DaysSince(moment.Content?.StartsAt, moment.AtUnixMs))),
    ];

    private static IEnumerable<Feature> OfTaste() =>
    [
        new("genreShare", FeatureType.Number, "share, 0 to 1", "The shares of its genres, summed.",
            moment => Number(SharesOf(moment.View.Affinities.Genres, moment.Content?.Genres ?? []))),
        new("genreWeight", FeatureType.Number, "weight", "The decayed weights of its genres, summed; may be below 0.",
            moment => Number(WeightsOf(moment.View.Affinities.Genres, moment.Content?.Genres ?? []))),
        new("tagShare", FeatureType.Number, "share, 0 to 1", "The shares of its tags, summed.",
            moment => Number(SharesOf(moment.View.Affinities.Tags, moment.Content?.Tags ?? []))),
        new("seriesShare", FeatureType.Number, "share, 0 to 1", "The share of its series.",
            moment => Number(SeriesOf(moment.Content) is { } series
                ? ShareOf(moment.View.Affinities.Series, series) : 0)),
        new("kindShare", FeatureType.Number, "share, 0 to 1", "The share of its kind.",
            moment => Number(moment.Content is { } content
                ? ShareOf(moment.View.Affinities.Kinds, content.Kind.Name()) : 0)),
    ];

    private static IEnumerable<Feature> OfHistory() =>
    [
        new("watchedBefore", FeatureType.Truth, "truth", "It is remembered as watched to the end.",
            moment => Truth(moment.ContentId is { } id && moment.Profile.HasWatched(id))),
        new("playedRecently", FeatureType.Truth, "truth", "It is one of the 50 contents played last.",
            moment => Truth(PlayOf(moment) is not null)),
        new("playedShare", FeatureType.Number, "share, 0 to 1", "How far its latest playback was; 0 where unknown.",
            moment => Number(PlayOf(moment) is { PositionSeconds: { } position, DurationSeconds: { } duration }
                ? Math.Clamp(Per(position, duration), 0, 1) : 0)),
        new("hoursSincePlayed", FeatureType.Number, "hours, 0 to 8760",
            "Since its latest playback; 8760 where none is known.",
            moment => Number(HoursSince(PlayOf(moment)?.LastEventAt, moment.AtUnixMs))),
        Said("isLiked", ViewingEventType.Like),
        Said("isDisliked", ViewingEventType.Dislike),
        Said("isAdded", ViewingEventType.Add),
        Said("isDismissed", ViewingEventType.Dismiss),
    ];

    private static Feature Said(string name, ViewingEventType type) => new(
        name, FeatureType.Truth, "truth", $"The latest feedback on it is {type.Name()}.",
        moment => Truth(moment.View.Feedback.Any(said => said.ContentId == moment.ContentId && said.Type == type)));

    private static RecentContent? PlayOf(FeatureMoment moment)
    {
        foreach (var recent in moment.View.Recent)
            if (recent.ContentId == moment.ContentId) return recent;
        return null;
    }

    private static string? SeriesOf(ContentItem? content) =>
        content?.SeriesId ?? (content?.Kind == ContentKind.Series ? content.Id : null);

    private static double DaysSince(DateTimeOffset? time, long atUnixMs) => time is { } some
        ? Math.Clamp((atUnixMs - some.ToUnixTimeMilliseconds()) / MsPerDay, -MaxDays, MaxDays)
        : 0;

    private static double WeightsOf(
        ImmutableArray<KeyWeight> weights, IReadOnlyList<string> keys)
    {
        var sum = 0.0;
        foreach (var key in keys.Distinct(StringComparer.Ordinal)) sum += WeightOf(weights, key);
        return sum;
    }

    private static double SharesOf(
        ImmutableArray<KeyWeight> weights, IReadOnlyList<string> keys)
    {
        var sum = 0.0;
        foreach (var key in keys.Distinct(StringComparer.Ordinal)) sum += Math.Max(0, WeightOf(weights, key));
        return Math.Min(1, Per(sum, Positive(weights)));
    }
}
