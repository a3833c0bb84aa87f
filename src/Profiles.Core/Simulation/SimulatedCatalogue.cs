using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Profiles.Core.Content;

namespace Profiles.Core.Simulation;

/// <summary>A made-up catalogue: movies, series with their episodes, live sport and clips.</summary>
public sealed class SimulatedCatalogue
{
    /// <summary>How long a live event lasts.</summary>
    internal static readonly TimeSpan LiveDuration = TimeSpan.FromMinutes(115);

    /// <summary>The genres; sport is the last one.</summary>
    internal static readonly ImmutableArray<string> GenreNames =
    [
        "Action", "Adventure", "Animation", "Comedy", "Crime", "Documentary", "Drama", "Family", "Fantasy", "History",
        "Horror", "Mystery", "Romance", "Sci-Fi", "Thriller", "Sport",
    ];

    private const int MaxEpisodes = 24;
    private const int EpisodesPerSeason = 8;

    // Movies that were there before the simulated time began are this much of all.
    private const double EarlierShare = 0.85;

    private static readonly ImmutableArray<string> Competitions =
        ["Football League", "Football Cup", "Tennis Tour", "Basketball League", "Cycling Tour", "Ice Hockey League"];

    private static readonly ImmutableArray<string> Places =
    [
        "Northport", "Easthaven", "Southgate", "Westbridge", "Lakeside", "Millbrook", "Ashford", "Kingsmere", "Redhill",
        "Stonefield", "Greenwick", "Harbour Town",
    ];

    private static readonly ImmutableArray<string> Adjectives =
    [
        "Silent", "Golden", "Broken", "Hidden", "Last", "Distant", "Burning", "Quiet", "Endless", "Second", "Hollow",
        "Northern", "Paper", "Crimson", "Borrowed", "Wild",
    ];

    private static readonly ImmutableArray<string> Nouns =
    [
        "River", "Promise", "Harbour", "Winter", "Signal", "Garden", "Witness", "Horizon", "Letter", "Crossing",
        "Empire", "Shadow", "Orchard", "Voyage", "Machine", "Summer",
    ];

    private readonly SimulationOptions _options;
    private readonly SimulatedItem[] _items;

    /// <summary>Makes the catalogue.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public SimulatedCatalogue(SimulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _items = MakeItems(options);
    }

    /// <summary>How many contents there are.</summary>
    public int Count => _items.Length;

    internal ReadOnlySpan<SimulatedItem> Items => _items;

    /// <summary>The contents, in order: a series comes before its episodes.</summary>
    public IEnumerable<ContentItem> Contents()
    {
        for (var item = 0; item < _items.Length; item++) yield return ContentOf(item);
    }

    /// <summary>The id of an item.</summary>
    internal string IdOf(int item) =>
        string.Create(CultureInfo.InvariantCulture, $"{PrefixOf(_items[item].Kind)}{item}");

    private static SimulatedItem[] MakeItems(SimulationOptions options)
    {
        var chance = new SeededChance(options.Seed, stream: 1);
        var items = new List<SimulatedItem>(options.Items);
        while (items.Count < options.Items)
        {
            var roll = chance.NextDouble();
            if (roll < 0.75) items.Add(MakeMovie(options, chance));
            else if (roll < 0.81) AddSeries(options, chance, items);
            else if (roll < 0.91) items.Add(MakeLive(options, chance));
            else items.Add(MakeClip(options, chance));
        }

        return [.. items];
    }

    private static SimulatedItem MakeMovie(SimulationOptions options, SeededChance chance) => new(
        ContentKind.Movie, SomeGenres(chance), -1, 0, 0, 60 * (80 + chance.NextInt(70)), SomeRelease(options, chance));

    private static SimulatedItem MakeClip(SimulationOptions options, SeededChance chance) => new(
        ContentKind.Clip, SomeGenres(chance), -1, 0, 0, 60 + chance.NextInt(300), SomeRelease(options, chance));

    private static SimulatedItem MakeLive(SimulationOptions options, SeededChance chance)
    {
        var hour = 12 + 2 * chance.NextInt(5);
        var start = options.Start.AddDays(chance.NextInt(options.Days)).AddHours(hour);
        return new SimulatedItem(
            ContentKind.Live, 1 << (GenreNames.Length - 1), -1, 0, 0, (int)LiveDuration.TotalSeconds, start);
    }

    private static void AddSeries(SimulationOptions options, SeededChance chance, List<SimulatedItem> items)
    {
        var series = items.Count;
        var genres = SomeGenres(chance);
        var from = SomeRelease(options, chance);
        var duration = 60 * (22 + 10 * chance.NextInt(4));
        items.Add(new SimulatedItem(ContentKind.Series, genres, -1, 0, 0, 0, from));

        var episodes = Math.Min(4 + chance.NextInt(MaxEpisodes - 3), options.Items - items.Count);
        for (var episode = 0; episode < episodes; episode++)
        {
            items.Add(new SimulatedItem(
                ContentKind.Episode, genres, series, 1 + episode / EpisodesPerSeason, 1 + episode % EpisodesPerSeason,
                duration, from));
        }
    }

    private static int SomeGenres(SeededChance chance)
    {
        var genres = 0;
        var count = 1 + chance.NextInt(3);
        for (var i = 0; i < count; i++) genres |= 1 << chance.NextInt(GenreNames.Length - 1);
        return genres;
    }

    private static DateTimeOffset SomeRelease(SimulationOptions options, SeededChance chance) =>
        chance.Chance(EarlierShare)
            ? options.Start.AddDays(-chance.NextInt(30 * 365))
            : options.Start.AddHours(chance.NextInt(options.Days * 24));

    private static char PrefixOf(ContentKind kind) => kind switch
    {
        ContentKind.Movie => 'm',
        ContentKind.Series => 's',
        ContentKind.Episode => 'e',
        ContentKind.Live => 'l',
        ContentKind.Clip => 'c',
        _ => 'x',
    };

    // Texts are drawn from a stream of the item's own, so that any one content can be made alone.
    private ContentItem ContentOf(int index)
    {
        ref readonly var item = ref _items[index];
        var chance = new SeededChance(_options.Seed, (1UL << 32) + (ulong)index);
        var isLive = item.Kind == ContentKind.Live;
        var competition = Competitions[chance.NextInt(Competitions.Length)];
        return new ContentItem
        {
            Id = IdOf(index),
            Kind = item.Kind,
            Title = TitleOf(index, competition, chance),
            Genres = GenresOf(item.Genres),
            Tags = isLive ? [competition] : chance.Chance(0.3) ? ["award winner"] : [],
            SeriesId = item.Series < 0 ? null : IdOf(item.Series),
            Season = item.Season == 0 ? null : item.Season,
            Episode = item.Episode == 0 ? null : item.Episode,
            ReleasedAt = isLive ? null : item.AvailableFrom,
            AvailableFrom = item.AvailableFrom,
            StartsAt = isLive ? item.AvailableFrom : null,
            EndsAt = isLive ? item.AvailableFrom + LiveDuration : null,
            DurationSeconds = item.DurationSeconds == 0 ? null : item.DurationSeconds,
        };
    }

    private string TitleOf(int index, string competition, SeededChance chance)
    {
        ref readonly var item = ref _items[index];
        if (item.Kind == ContentKind.Episode)
            return string.Create(CultureInfo.InvariantCulture, $"Season {item.Season}, Episode {item.Episode}");
        if (item.Kind == ContentKind.Live)
        {
            var home = chance.NextInt(Places.Length);
            var away = (home + 1 + chance.NextInt(Places.Length - 1)) % Places.Length;
            return $"{competition}: {Places[home]} - {Places[away]}";
        }

        var title = $"The {Adjectives[chance.NextInt(Adjectives.Length)]} {Nouns[chance.NextInt(Nouns.Length)]}";
        return item.Kind == ContentKind.Clip ? title + " (trailer)" : title;
    }

    private static ImmutableArray<string> GenresOf(int bits)
    {
        var names = ImmutableArray.CreateBuilder<string>(BitOperations.PopCount((uint)bits));
        for (var genre = 0; genre < GenreNames.Length; genre++)
        {
            if ((bits & (1 << genre)) != 0) names.Add(GenreNames[genre]);
        }

        return names.MoveToImmutable();
    }
}
