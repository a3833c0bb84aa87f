using Profiles.Core.Catalogue;
using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Core.Folding;
using Profiles.Core.Models;
using Profiles.Core.Ranking;
using Profiles.Core.Slates;
using Profiles.Core.Trends;
using Profiles.Core.Units;

namespace Profiles.Core.Tests.Slates;

/// <summary>A catalogue, others who watch, a viewer and a model: all that a slate is made of.</summary>
internal sealed class SlateWorld
{
    public static readonly DateTimeOffset Now = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    private readonly TrendCounters _counters;
    private readonly Profile _profile = new();
    private int _events;

    public SlateWorld() => _counters = new TrendCounters(Contents.Numbers);

    public ContentIndex Contents { get; } = new();

    public Profile Profile => _profile;

    public RankingModel Model { get; set; } = RankingModel.Untrained;

    public SlateOptions Options { get; set; } = new() { ExplorationShare = 0 };

    public static ContentItem Movie(string id, params string[] genres) =>
        new() { Id = id, Kind = ContentKind.Movie, Title = $"Title {id}", Genres = [.. genres] };

    public static ContentItem Episode(string id, string series, int episode) => new()
    {
        Id = id, Kind = ContentKind.Episode, Title = $"Title {id}", SeriesId = series, Season = 1, Episode = episode,
    };

    public static ContentItem Live(string id, double fromHours, double toHours) => new()
    {
        Id = id, Kind = ContentKind.Live, Title = $"Title {id}", StartsAt = Now.AddHours(fromHours),
        EndsAt = Now.AddHours(toHours),
    };

    /// <summary>A model that knows links from one content to others and nothing else.</summary>
    public static RankingModel Linked(params (string From, string To)[] links)
    {
        string[] items =
        [
            .. links.SelectMany(link => new[] { link.From, link.To }).Distinct().Order(StringComparer.Ordinal),
        ];
        var starts = new List<int> { 0 };
        var targets = new List<int>();
        foreach (var item in items)
        {
            targets.AddRange(links.Where(link => link.From == item)
                .Select(link => Array.IndexOf(items, link.To)).Order());
            starts.Add(targets.Count);
        }

        var weights = Enumerable.Repeat(1f, targets.Count).ToArray();
        var bytes = ItemLinks.Write([.. starts], [.. targets], weights);
        return ModelArtefact.Create(
            new ModelManifest { Version = "linked", CreatedAt = Now }, items, [], [],
            new Dictionary<LinkKind, byte[]> { [LinkKind.Transitions] = bytes },
            Weights((RankingSignal.Transitions, 1))).Open();
    }

    /// <summary>A model of weights alone.</summary>
    public static RankingModel Weighted(params (RankingSignal Signal, float Weight)[] weights) => ModelArtefact.Create(
        new ModelManifest { Version = "weighted", CreatedAt = Now }, [], [], [], new Dictionary<LinkKind, byte[]>(),
        Weights(weights)).Open();

    public SlateWorld With(params ContentItem[] items)
    {
        foreach (var item in items) Contents.Upsert(item, 1);
        return this;
    }

    public SlateWorld WithMovies(int count, string genre = "Drama", string prefix = "m") =>
        With([.. Enumerable.Range(0, count).Select(n => Movie($"{prefix}{n:00}", genre))]);

    /// <summary>Others play a content.</summary>
    public SlateWorld Others(string content, int plays, double hoursAgo = 1)
    {
        for (var i = 0; i < plays; i++) Count(content, ViewingEventType.Play, null, hoursAgo);
        return this;
    }

    /// <summary>A content is shown to others, and chosen.</summary>
    public SlateWorld Shown(string content, int impressions, int clicks)
    {
        for (var i = 0; i < impressions; i++) Count(content, ViewingEventType.Impression, "s", 1);
        for (var i = 0; i < clicks; i++) Count(content, ViewingEventType.Play, "s", 1);
        return this;
    }

    /// <summary>The viewer does something.</summary>
    public SlateWorld Did(
        string content, ViewingEventType type, double hoursAgo = 1, double? position = null, double? duration = null)
    {
        var viewing = new ViewingEvent
        {
            Id = $"e{_events++}", UserId = "ann", ContentId = content, Type = type,
            OccurredAtUnixMs = Now.AddHours(-hoursAgo).ToUnixTimeMilliseconds(), PositionSeconds = position,
            DurationSeconds = duration,
        };
        ProfileFold.Apply(_profile, viewing, Contents.TryGet(content, out var entry) ? entry.Traits : null);
        return this;
    }

    public SlateWorld Watched(string content, double hoursAgo = 1) =>
        Did(content, ViewingEventType.Complete, hoursAgo);

    public SlateWorld Stopped(string content, double position, double? duration = null, double hoursAgo = 1) =>
        Did(content, ViewingEventType.Stop, hoursAgo, position, duration);

    public ServingMoment Moment() => ServingMoment.Create(
        Model, null, Contents, TrendSnapshot.Merge(Contents.Numbers, [_counters], Now.ToUnixTimeMilliseconds()),
        Options, Now.ToUnixTimeMilliseconds());

    public Slate Slate(
        SlateSurface surface = SlateSurface.Home, int limit = 10, string? territory = null, int? maxAge = null,
        string slateId = "slate", double inHours = 0, SlateScratch? scratch = null)
    {
        var serving = Moment();
        var request = new SlateRequest(
            slateId, limit, surface, Now.AddHours(inHours).ToUnixTimeMilliseconds(), "tv", territory, maxAge);
        return SlateBuilder.Build(serving, Memory(serving), request, scratch ?? new SlateScratch());
    }

    public ViewerMemory Memory(ServingMoment serving)
    {
        var memory = new ViewerMemory(serving.Model);
        memory.Follow(_profile, Contents);
        return memory;
    }

    /// <summary>The same of scores that lie that far apart.</summary>
    public static RankingModel Weighted(float deviation, params (RankingSignal Signal, float Weight)[] weights)
    {
        var plain = Weights(weights);
        return ModelArtefact.Create(
            new ModelManifest { Version = "weighted", CreatedAt = Now }, [], [], [], new Dictionary<LinkKind, byte[]>(),
            new RankerWeights(plain.Values, plain.Means, null, deviation)).Open();
    }

    private static RankerWeights Weights(params (RankingSignal Signal, float Weight)[] weights)
    {
        var table = new float[RankingSignals.Count * ContextFeatures.Count];
        foreach (var (signal, weight) in weights)
            table[(int)signal * ContextFeatures.Count + (int)ContextFeature.Always] = weight;
        return new RankerWeights(table, new float[RankingSignals.Count]);
    }

    private void Count(string content, ViewingEventType type, string? slate, double hoursAgo) => _counters.Apply(
        _counters.LastSequence + 1, UnitKey.User("t", "other"), new UnitRecord.Viewing(new ViewingEvent
        {
            Id = "e", UserId = "other", ContentId = content, Type = type, SlateId = slate,
            OccurredAtUnixMs = Now.AddHours(-hoursAgo).ToUnixTimeMilliseconds(),
        }));
}
