namespace Profiles.Learning.Links;

/// <summary>
/// What each user took in order of time, by the numbers of the items, with where each item stands in the sequences.
/// Immutable.
/// </summary>
public sealed class ItemSequences
{
    private ItemSequences(int itemCount, int[] starts, int[] items, long[] times)
    {
        ItemCount = itemCount;
        Starts = starts;
        Items = items;
        Times = times;
        UserOf = new int[items.Length];
        for (var user = 0; user < UserCount; user++)
            UserOf.AsSpan(starts[user], starts[user + 1] - starts[user]).Fill(user);

        PlaceStarts = new int[itemCount + 1];
        foreach (var item in items) PlaceStarts[item + 1]++;
        for (var item = 0; item < itemCount; item++) PlaceStarts[item + 1] += PlaceStarts[item];
        Places = new int[items.Length];
        var next = PlaceStarts.AsSpan(0, itemCount).ToArray();
        for (var place = 0; place < items.Length; place++) Places[next[items[place]]++] = place;
        foreach (var time in times) NewestMs = Math.Max(NewestMs, time);
    }

    /// <summary>How many items there are.</summary>
    public int ItemCount { get; }

    /// <summary>How many users there are.</summary>
    public int UserCount => Starts.Length - 1;

    /// <summary>How many interactions there are.</summary>
    public int Length => Items.Length;

    /// <summary>The time of the newest interaction, in unix milliseconds.</summary>
    public long NewestMs { get; } = long.MinValue;

    /// <summary>Where each user's sequence starts, and after the last one its end.</summary>
    internal int[] Starts { get; }

    /// <summary>The items of all sequences, one after the other; a place is an index into it.</summary>
    internal int[] Items { get; }

    internal long[] Times { get; }

    /// <summary>The user of each place.</summary>
    internal int[] UserOf { get; }

    /// <summary>Where each item's places start.</summary>
    internal int[] PlaceStarts { get; }

    /// <summary>The places of all items, item by item, ascending.</summary>
    internal int[] Places { get; }

    /// <summary>A user's items, the oldest first.</summary>
    public ReadOnlySpan<int> this[int user] => Items.AsSpan(Starts[user], Starts[user + 1] - Starts[user]);

    /// <summary>How often an item was taken.</summary>
    public int CountOf(int item) => PlaceStarts[item + 1] - PlaceStarts[item];

    /// <summary>Sequences of interactions that come in order of time; each user's stay in that order.</summary>
    public static ItemSequences Of(
        int userCount, int itemCount, IReadOnlyCollection<(int User, int Item, long AtMs)> interactions)
    {
        var starts = new int[userCount + 1];
        foreach (var (user, _, _) in interactions) starts[user + 1]++;
        for (var user = 0; user < userCount; user++) starts[user + 1] += starts[user];

        var items = new int[interactions.Count];
        var times = new long[interactions.Count];
        var next = starts.AsSpan(0, userCount).ToArray();
        foreach (var (user, item, at) in interactions)
        {
            var place = next[user]++;
            items[place] = item;
            times[place] = at;
        }

        return new ItemSequences(itemCount, starts, items, times);
    }
}
