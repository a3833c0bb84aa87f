using System.Collections.Frozen;
using System.Collections.Immutable;
using Profiles.Core.Conditions;
using Profiles.Core.Events;
using Profiles.Core.Folding;
using Profiles.Core.Units;

namespace Profiles.Core.Segments;

/// <summary>What conditions may ask of a profile: the one list of names, types and meanings.</summary>
public static class ProfileAttributes
{
    private const int HoursPerDay = 24;

    private static readonly Attribute[] All =
    [
        new("userId", AttributeType.Text, "The user; missing of a device.",
            (unit, _) => unit.Kind == UnitKind.User ? new AttributeValue.Text(unit.Id) : AttributeValue.Null),
        new("deviceId", AttributeType.Text, "The device; missing of a user.",
            (unit, _) => unit.Kind == UnitKind.Device ? new AttributeValue.Text(unit.Id) : AttributeValue.Null),
        new("version", AttributeType.Number, "How many records have been applied.",
            (_, profile) => Number(profile.Version)),
        new("lastEventAt", AttributeType.Time, "The time of the newest event.",
            (_, profile) => Time(profile.LastEventAt)),
        new("lateEvents", AttributeType.Number, "How many events came later than the fold's window.",
            (_, profile) => Number(profile.LateEvents)),
        new("counters.events", AttributeType.Number, "All events.",
            (_, profile) => Number(profile.Counters.Events)),
        new("counters.plays", AttributeType.Number, "Events of type play.",
            (_, profile) => Number(profile.Counters.Plays)),
        new("counters.completes", AttributeType.Number, "Events of type complete.",
            (_, profile) => Number(profile.Counters.Completes)),
        new("counters.watchSeconds", AttributeType.Number, "Seconds watched.",
            (_, profile) => Number(profile.Counters.WatchSeconds)),
        new("watchedCount", AttributeType.Number, "How many contents are remembered as watched to the end.",
            (_, profile) => Number(profile.WatchedCount)),
        .. OfDimension("genres", "genre", profile => profile.Affinities.Genres),
        .. OfDimension("tags", "tag", profile => profile.Affinities.Tags),
        .. OfDimension("series", "series", profile => profile.Affinities.Series),
        .. OfDimension("kinds", "kind of content", profile => profile.Affinities.Kinds),
        .. OfDimension("devices", "kind of device", profile => profile.Affinities.Devices),
        new("hourOfWeek", AttributeType.Numbers, "Decayed weight by hour of the week in UTC, 0 is Monday 00:00.",
            (_, profile) => Weights(profile.HourOfWeek.Select(hour => ($"{hour.Hour}", hour.Weight)))),
        new("shares.hourOfDay", AttributeType.Numbers, "Share by hour of the day in UTC, 0 to 23; all sum to 1.",
            (_, profile) => Shares(profile.HourOfWeek.GroupBy(hour => hour.Hour % HoursPerDay)
                .OrderBy(hours => hours.Key).Select(hours => ($"{hours.Key}", hours.Sum(hour => hour.Weight))))),
        new("recent", AttributeType.Records, "What was played last, the latest first.", (_, profile) => Recent(profile))
        {
            Members =
            [
                new AttributeDeclaration("contentId", AttributeType.Text, "The content."),
                new AttributeDeclaration("positionSeconds", AttributeType.Number, "Where playback was."),
                new AttributeDeclaration("durationSeconds", AttributeType.Number, "How long the content is."),
                new AttributeDeclaration("completed", AttributeType.Truth, "It was watched to the end."),
                new AttributeDeclaration("lastEventAt", AttributeType.Time, "When."),
            ],
        },
        new("sessions.count", AttributeType.Number, "How many sessions.",
            (_, profile) => Number(profile.Sessions.Count)),
        new("sessions.totalSeconds", AttributeType.Number, "How long all sessions were.",
            (_, profile) => Number(profile.Sessions.TotalSeconds)),
        new("sessions.lastStartedAt", AttributeType.Time, "When the latest session began.",
            (_, profile) => Time(profile.Sessions.LastStartedAt)),
        new("feedback", AttributeType.Records, "What was said about contents, the latest first.",
            (_, profile) => Feedback(profile))
        {
            Members =
            [
                new AttributeDeclaration("contentId", AttributeType.Text, "The content."),
                new AttributeDeclaration("type", AttributeType.Text, "like, dislike, add, remove or dismiss."),
                new AttributeDeclaration("at", AttributeType.Time, "When."),
            ],
        },
        Said("liked", ViewingEventType.Like),
        Said("disliked", ViewingEventType.Dislike),
        Said("added", ViewingEventType.Add),
        Said("dismissed", ViewingEventType.Dismiss),
    ];

    private static readonly FrozenDictionary<string, int> Places =
        All.Select((attribute, index) => KeyValuePair.Create(attribute.Name, index))
            .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names and types.</summary>
    public static AttributeSchema Schema { get; } = new(All.Select(attribute => attribute.Declaration));

    internal static int Count => All.Length;

    internal static bool TryFind(string name, out int index) => Places.TryGetValue(name, out index);

    internal static AttributeValue Read(int index, UnitKey unit, ProfileView profile) =>
        All[index].Value(unit, profile);

    private static IEnumerable<Attribute> OfDimension(
        string name, string what, Func<ProfileView, ImmutableArray<KeyWeight>> weights) =>
    [
        new($"affinities.{name}", AttributeType.Numbers, $"Decayed weight by {what}, as of the last event.",
            (_, profile) => Weights(weights(profile).Select(key => (key.Key, key.Weight)))),
        new($"shares.{name}", AttributeType.Numbers, $"Share of the positive weights by {what}; all sum to 1.",
            (_, profile) => Shares(weights(profile).Select(key => (key.Key, key.Weight)))),
        new($"top.{name}", AttributeType.Texts, $"Each {what} of positive weight, the strongest first.",
            (_, profile) => Texts(weights(profile).Where(key => key.Weight > 0).Select(key => key.Key))),
    ];

    private static Attribute Said(string name, ViewingEventType type) => new(
        name, AttributeType.Texts, $"The contents whose latest feedback is {type.Name()}, the latest first.",
        (_, profile) => Texts(profile.Feedback.Where(said => said.Type == type).Select(said => said.ContentId)));

    private static AttributeValue.Number Number(double number) => new(number);

    private static AttributeValue Optional(double? number) => number is { } some ? Number(some) : AttributeValue.Null;

    private static AttributeValue Time(DateTimeOffset? time) =>
        time is { } some ? Number(some.ToUnixTimeMilliseconds()) : AttributeValue.Null;

    private static AttributeValue.Many Texts(IEnumerable<string> texts) =>
        new([.. texts.Select(text => new AttributeValue.Text(text))]);

    private static AttributeValue.Map Weights(IEnumerable<(string Key, double Weight)> weights) =>
        AttributeValue.Map.Of(weights.Select(
            item => new KeyValuePair<string, AttributeValue>(item.Key, Number(item.Weight))));

    private static AttributeValue.Map Shares(IEnumerable<(string Key, double Weight)> weights)
    {
        var positive = weights.Where(item => item.Weight > 0).ToList();
        var total = positive.Sum(item => item.Weight);
        return Weights(positive.Select(item => (item.Key, item.Weight / total)));
    }

    private static AttributeValue.Many Recent(ProfileView profile) => new(
    [
        .. profile.Recent.Select(content => AttributeValue.Map.Of(
        [
            new("contentId", new AttributeValue.Text(content.ContentId)),
            new("positionSeconds", Optional(content.PositionSeconds)),
            new("durationSeconds", Optional(content.DurationSeconds)),
            new("completed", content.Completed ? AttributeValue.True : AttributeValue.False),
            new("lastEventAt", Time(content.LastEventAt)),
        ])),
    ]);

    private static AttributeValue.Many Feedback(ProfileView profile) => new(
    [
        .. profile.Feedback.Select(said => AttributeValue.Map.Of(
        [
            new("contentId", new AttributeValue.Text(said.ContentId)),
            new("type", new AttributeValue.Text(said.Type.Name())),
            new("at", Time(said.At)),
        ])),
    ]);

    private sealed record Attribute(
        string Name, AttributeType Type, string Summary, Func<UnitKey, ProfileView, AttributeValue> Value)
    {
        public ImmutableArray<AttributeDeclaration> Members { get; init; } = [];

        public AttributeDeclaration Declaration => new(Name, Type, Summary) { Members = Members };
    }
}
