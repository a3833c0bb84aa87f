using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Profiles.Core.Content;

namespace Profiles.Core.Catalogue;

/// <summary>
/// The catalogue as serving reads it: by number, by series, by genre and tag, by the day a live event is on and by the
/// day a content was new. One writer at a time; everyone may read meanwhile and sees each content as some version of
/// it. An upsert costs microseconds, however many contents there are.
/// </summary>
/// <remarks>
/// Lists by key may still name contents that have lost the key, or name one twice: ask the entry. They never lack one.
/// </remarks>
/// <param name="numbers">Gives the contents their numbers.</param>
public sealed class ContentIndex(ContentNumbers numbers)
{
    /// <summary>The most days that a live event is found on; of a longer one, the first.</summary>
    public const int MaxLiveDays = 60;

    private const long MsPerDay = 86_400_000;

    private readonly ConcurrentDictionary<uint, NumberBucket> _byKey = new();
    private readonly ConcurrentDictionary<long, NumberBucket> _liveByDay = new();
    private readonly ConcurrentDictionary<long, NumberBucket> _newByDay = new();
    private readonly ConcurrentDictionary<int, int[]> _episodes = new();
    private ContentEntry?[] _entries = new ContentEntry?[256];
    private int _count;
    private long _version;

    /// <summary>Creates an index with numbers of its own.</summary>
    public ContentIndex()
        : this(new ContentNumbers())
    {
    }

    /// <summary>The numbers of contents.</summary>
    public ContentNumbers Numbers => numbers;

    /// <summary>How many contents there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Grows with each upsert.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>The newest revision that was upserted.</summary>
    public int Revision { get; private set; }

    /// <summary>The content of a number; null where the catalogue has none, as of an id known from events
    /// only.</summary>
    public ContentEntry? this[int number]
    {
        get
        {
            var entries = Volatile.Read(ref _entries);
            return (uint)number < (uint)entries.Length ? Volatile.Read(ref entries[number]) : null;
        }
    }

    /// <summary>The day of a time, as the lists by day count them.</summary>
    public static long DayOf(long unixMs) => unixMs >= 0 ? unixMs / MsPerDay : (unixMs - MsPerDay + 1) / MsPerDay;

    /// <summary>The content of an id.</summary>
    public bool TryGet(string id, [NotNullWhen(true)] out ContentEntry? entry)
    {
        entry = numbers.TryGet(id, out var number) ? this[number] : null;
        return entry is not null;
    }

    /// <summary>Adds a content or replaces it. One caller at a time.</summary>
    /// <param name="item">The content.</param>
    /// <param name="revision">The revision.</param>
    /// <param name="traits">Its traits, where the caller has them.</param>
    /// <returns>False where no more contents can have a number; nothing was changed.</returns>
    public bool Upsert(ContentItem item, int revision, ContentTraits? traits = null)
    {
        var number = numbers.NumberOf(item.Id);
        if (number == ContentNumbers.None) return false;
        var series = item.Kind == ContentKind.Series ? number
            : item.SeriesId is { } seriesId ? numbers.NumberOf(seriesId)
            : ContentNumbers.None;
        var entry = new ContentEntry(item, number, series, revision, traits ?? item.Traits());
        var known = this[number];
        Publish(entry);
        AddToLists(entry, known);
        if (known is not null) TakeFromLists(known, entry);
        Revision = Math.Max(Revision, revision);
        Volatile.Write(ref _version, _version + 1);
        return true;
    }

    /// <summary>The episodes of a series, by season and episode; those without either last, by id.</summary>
    public ReadOnlySpan<int> EpisodesOf(int seriesNumber) =>
        _episodes.TryGetValue(seriesNumber, out var episodes) ? episodes : [];

    /// <summary>Contents with a genre or a tag, by <see cref="ContentVector.KeyOf"/>, in the order they came.</summary>
    public ReadOnlySpan<int> WithKey(uint key) => _byKey.TryGetValue(key, out var bucket) ? bucket.Numbers : [];

    /// <summary>Live events that are on at some time of a day, in the order they came.</summary>
    public ReadOnlySpan<int> LiveOn(long day) => _liveByDay.TryGetValue(day, out var bucket) ? bucket.Numbers : [];

    /// <summary>Contents that were new on a day (<see cref="ContentEntry.NewAtMs"/>), in the order they came.</summary>
    public ReadOnlySpan<int> NewOn(long day) => _newByDay.TryGetValue(day, out var bucket) ? bucket.Numbers : [];

    private static ImmutableArray<long> LiveDays(ContentEntry entry)
    {
        if (!entry.IsLive) return [];
        var first = DayOf(entry.StartsAtMs);
        var last = Math.Clamp(DayOf(Math.Max(entry.EndsAtMs - 1, entry.StartsAtMs)), first, first + MaxLiveDays - 1);
        var days = ImmutableArray.CreateBuilder<long>((int)(last - first) + 1);
        for (var day = first; day <= last; day++) days.Add(day);
        return days.MoveToImmutable();
    }

    private static bool HasKey(ContentEntry entry, uint key)
    {
        if (entry.GenreKeys.Contains(key)) return true;
        foreach (var tag in entry.Item.Tags)
            if (ContentVector.KeyOf(ContentFeature.Tag, tag) == key) return true;
        return false;
    }

    private static IEnumerable<uint> KeysOf(ContentEntry entry)
    {
        for (var i = 0; i < entry.GenreKeys.Length; i++) yield return entry.GenreKeys[i];
        foreach (var tag in entry.Item.Tags) yield return ContentVector.KeyOf(ContentFeature.Tag, tag);
    }

    private void Publish(ContentEntry entry)
    {
        var entries = _entries;
        if (entry.Number >= entries.Length)
        {
            Array.Resize(ref entries, Math.Max(entry.Number + 1, entries.Length * 2));
            Volatile.Write(ref _entries, entries);
        }

        if (entries[entry.Number] is null) Volatile.Write(ref _count, _count + 1);
        Volatile.Write(ref entries[entry.Number], entry);
    }

    private void AddToLists(ContentEntry entry, ContentEntry? known)
    {
        foreach (var key in KeysOf(entry).Distinct())
            if (known is null || !HasKey(known, key)) Add(_byKey, key, entry.Number);

        var knownDays = known is null ? [] : LiveDays(known);
        foreach (var day in LiveDays(entry))
            if (!knownDays.Contains(day)) Add(_liveByDay, day, entry.Number);

        if (entry.NewAtMs != long.MinValue && (known is null || DayOf(known.NewAtMs) != DayOf(entry.NewAtMs)))
            Add(_newByDay, DayOf(entry.NewAtMs), entry.Number);

        if (entry.Item.Kind == ContentKind.Episode && entry.SeriesNumber != ContentNumbers.None)
            AddEpisode(entry);
    }

    private void TakeFromLists(ContentEntry known, ContentEntry entry)
    {
        foreach (var key in KeysOf(known).Distinct())
            if (!HasKey(entry, key)) Lose(_byKey, key, number => HasKey(this[number]!, key));

        var days = LiveDays(entry);
        foreach (var day in LiveDays(known))
            if (!days.Contains(day)) Lose(_liveByDay, day, number => LiveDays(this[number]!).Contains(day));

        if (known.NewAtMs != long.MinValue && DayOf(known.NewAtMs) != DayOf(entry.NewAtMs))
        {
            var day = DayOf(known.NewAtMs);
            Lose(_newByDay, day, number => DayOf(this[number]!.NewAtMs) == day);
        }

        if (known.Item.Kind == ContentKind.Episode && known.SeriesNumber != ContentNumbers.None
            && (entry.Item.Kind != ContentKind.Episode || entry.SeriesNumber != known.SeriesNumber))
            TakeEpisode(known);
    }

    private static void Add<TKey>(ConcurrentDictionary<TKey, NumberBucket> lists, TKey key, int number)
        where TKey : notnull => lists.GetOrAdd(key, static _ => new NumberBucket()).Add(number);

    private static void Lose<TKey>(
        ConcurrentDictionary<TKey, NumberBucket> lists, TKey key, Predicate<int> belongs)
        where TKey : notnull
    {
        if (lists[key].Lose(belongs) is not { } compacted) return;
        if (compacted.Numbers.Length == 0) lists.TryRemove(key, out _);
        else lists[key] = compacted;
    }

    /// <summary>Copies the series' list, and nothing else: a series is short beside a catalogue.</summary>
    private void AddEpisode(ContentEntry entry)
    {
        var known = _episodes.GetValueOrDefault(entry.SeriesNumber) ?? [];
        var without = Array.IndexOf(known, entry.Number) < 0
            ? known
            : Array.FindAll(known, number => number != entry.Number);
        var place = without.Length;
        while (place > 0 && Compare(this[without[place - 1]]!.Item, entry.Item) > 0) place--;
        _episodes[entry.SeriesNumber] = [.. without[..place], entry.Number, .. without[place..]];
    }

    private void TakeEpisode(ContentEntry known)
    {
        var episodes = Array.FindAll(_episodes[known.SeriesNumber], number => number != known.Number);
        if (episodes.Length == 0) _episodes.TryRemove(known.SeriesNumber, out _);
        else _episodes[known.SeriesNumber] = episodes;
    }

    private static int Compare(ContentItem left, ContentItem right)
    {
        var season = (left.Season ?? int.MaxValue).CompareTo(right.Season ?? int.MaxValue);
        if (season != 0) return season;
        var episode = (left.Episode ?? int.MaxValue).CompareTo(right.Episode ?? int.MaxValue);
        return episode != 0 ? episode : string.CompareOrdinal(left.Id, right.Id);
    }
}
