using Profiles.Core.Catalogue;
using Profiles.Core.Content;
using Profiles.Core.Trends;

namespace Profiles.Core.Slates;

/// <summary>
/// The candidates that do not depend on the viewer, worked out once for all requests of about a second: bounded lists,
/// the best first. Immutable.
/// </summary>
internal sealed class SharedCandidates
{
    /// <summary>The tag by which the catalogue puts a content forward.</summary>
    public const string EditorialTag = "editorial";

    public const int MaxListed = 200;
    public const int MaxPopular = 1000;
    public const int MaxOfGenre = 50;

    // A day or a tag with more contents than this is read from its newest.
    private const int MaxScanned = 4096;
    private const int DayHalfLife = 1;
    private const int MonthHalfLife = 4;

    // Half a play of today: less is no trend.
    private const float MinTrending = 0.5f;

    private readonly Dictionary<uint, int[]> _byGenre = [];

    private SharedCandidates(ContentIndex contents, TrendSnapshot trend, SlateOptions options, long nowMs)
    {
        Trending = TrendingOf(trend);
        var live = LiveWithin(contents, nowMs, (long)options.LiveLead.TotalMilliseconds);
        LiveNow = Best(
            live.Where(entry => entry.StartsAtMs <= nowMs).ToList(),
            (x, y) => Descending(trend.Count(0, x.Number), trend.Count(0, y.Number), x, y));
        LiveNext = Best(
            live.Where(entry => entry.StartsAtMs > nowMs).ToList(),
            (x, y) => Descending(y.StartsAtMs, x.StartsAtMs, x, y));
        New = Best(
            NewSince(contents, nowMs, (long)options.NewFor.TotalMilliseconds),
            (x, y) => Descending(x.NewAtMs, y.NewAtMs, x, y));
        Editorial = Best(EditorialOf(contents), (x, y) => Descending(x.NewAtMs, y.NewAtMs, x, y));
        Popular = PopularOf(contents, trend);
        SortByGenre(contents);
    }

    public int[] Trending { get; }

    public int[] LiveNow { get; }

    public int[] LiveNext { get; }

    public int[] New { get; }

    public int[] Editorial { get; }

    public int[] Popular { get; }

    public static SharedCandidates Of(
        ContentIndex contents, TrendSnapshot trend, SlateOptions options, long nowMs) =>
        new(contents, trend, options, nowMs);

    /// <summary>The most popular contents of a genre.</summary>
    public ReadOnlySpan<int> OfGenre(uint genreKey) =>
        _byGenre.TryGetValue(genreKey, out var numbers) ? numbers : [];

    private static int[] TrendingOf(TrendSnapshot trend)
    {
        var top = trend.Top(DayHalfLife, MaxListed);
        var count = top.Length;
        while (count > 0 && trend.Count(DayHalfLife, top[count - 1]) < MinTrending) count--;
        return top[..count].ToArray();
    }

    private static List<ContentEntry> LiveWithin(ContentIndex contents, long nowMs, long leadMs)
    {
        var found = new List<ContentEntry>();
        var last = ContentIndex.DayOf(nowMs + leadMs);
        for (var day = ContentIndex.DayOf(nowMs); day <= last; day++)
        {
            foreach (var number in Newest(contents.LiveOn(day)))
                if (contents[number] is { IsLive: true } entry && entry.EndsAtMs > nowMs
                    && entry.StartsAtMs <= nowMs + leadMs)
                    found.Add(entry);
        }

        return found;
    }

    private static List<ContentEntry> NewSince(ContentIndex contents, long nowMs, long forMs)
    {
        var found = new List<ContentEntry>();
        var first = ContentIndex.DayOf(nowMs - forMs);
        for (var day = ContentIndex.DayOf(nowMs); day >= first && found.Count < 2 * MaxListed; day--)
        {
            foreach (var number in Newest(contents.NewOn(day)))
                if (contents[number] is { IsLive: false } entry && entry.NewAtMs <= nowMs
                    && entry.NewAtMs >= nowMs - forMs)
                    found.Add(entry);
        }

        return found;
    }

    private static List<ContentEntry> EditorialOf(ContentIndex contents)
    {
        var found = new List<ContentEntry>();
        foreach (var number in Newest(contents.WithKey(ContentVector.KeyOf(ContentFeature.Tag, EditorialTag))))
            if (contents[number] is { } entry && entry.Item.Tags.Contains(EditorialTag)) found.Add(entry);
        return found;
    }

    private static ReadOnlySpan<int> Newest(ReadOnlySpan<int> numbers) =>
        numbers.Length <= MaxScanned ? numbers : numbers[^MaxScanned..];

    private static int[] Best(List<ContentEntry> entries, Comparison<ContentEntry> order)
    {
        entries.Sort(order);
        var best = new List<int>(Math.Min(entries.Count, MaxListed));
        foreach (var entry in entries)
        {
            // Lists of the index may name a content twice; equal ones are side by side.
            if (best.Count > 0 && best[^1] == entry.Number) continue;
            best.Add(entry.Number);
            if (best.Count == MaxListed) break;
        }

        return [.. best];
    }

    private static int Descending<T>(T x, T y, ContentEntry first, ContentEntry second)
        where T : IComparable<T>
    {
        var order = y.CompareTo(x);
        return order != 0 ? order : string.CompareOrdinal(first.Id, second.Id);
    }

    /// <summary>By decayed count, then by all counts, then the newest: nobody watched anything once, too.</summary>
    private static int[] PopularOf(ContentIndex contents, TrendSnapshot trend)
    {
        var best = new PriorityQueue<ContentEntry, ContentEntry>(
            Comparer<ContentEntry>.Create((x, y) => -ByPopularity(trend, x, y)));
        for (var number = 0; number < contents.Numbers.Count; number++)
        {
            if (contents[number] is not { } entry || entry.Kind == ContentKind.Live) continue;
            if (best.Count < MaxPopular) best.Enqueue(entry, entry);
            else best.EnqueueDequeue(entry, entry);
        }

        var popular = new int[best.Count];
        for (var i = popular.Length - 1; i >= 0; i--) popular[i] = best.Dequeue().Number;
        return popular;
    }

    private static int ByPopularity(TrendSnapshot trend, ContentEntry x, ContentEntry y)
    {
        var order = trend.Count(MonthHalfLife, y.Number).CompareTo(trend.Count(MonthHalfLife, x.Number));
        if (order == 0) order = trend.Total(y.Number).CompareTo(trend.Total(x.Number));
        return order != 0 ? order : Descending(x.NewAtMs, y.NewAtMs, x, y);
    }

    private void SortByGenre(ContentIndex contents)
    {
        var lists = new Dictionary<uint, List<int>>();
        foreach (var number in Popular)
        {
            if (contents[number] is not { } entry) continue;
            foreach (var genre in entry.GenreKeys)
            {
                if (!lists.TryGetValue(genre, out var list)) lists.Add(genre, list = []);
                if (list.Count < MaxOfGenre && !list.Contains(number)) list.Add(number);
            }
        }

        foreach (var (genre, list) in lists) _byGenre.Add(genre, [.. list]);
    }
}
