using Profiles.Core.Catalogue;

namespace Profiles.Core.Trends;

/// <summary>
/// What is watched, over all partitions, at one moment. Immutable; safe to share. Decayed counts are of the moment; an
/// event from after it counts half to twice what one of the moment does.
/// </summary>
public sealed class TrendSnapshot
{
    private readonly ContentNumbers _numbers;
    private readonly TrendSlots.View _slots;
    private readonly long[] _positions;

    // By slot.
    private readonly float[][] _counts;
    private readonly double[] _sums;
    private readonly float[] _totals;
    private readonly float[] _impressions;
    private readonly float[] _clicks;
    private readonly long[] _firstSeen;
    private readonly int[]?[] _tops = new int[]?[TrendHalfLives.Count];

    internal TrendSnapshot(
        ContentNumbers numbers, TrendSlots.View slots, long atUnixMs, long[] positions, float[][] counts,
        double[] sums, float[] totals, float[] impressions, float[] clicks, long[] firstSeen)
    {
        _numbers = numbers;
        _slots = slots;
        AtUnixMs = atUnixMs;
        _positions = positions;
        _counts = counts;
        _sums = sums;
        _totals = totals;
        _impressions = impressions;
        _clicks = clicks;
        _firstSeen = firstSeen;
    }

    /// <summary>The moment, in milliseconds since 1970-01-01 UTC.</summary>
    public long AtUnixMs { get; }

    /// <summary>The sequence of the last record that is counted, of each partition in order.</summary>
    public ReadOnlySpan<long> Positions => _positions;

    /// <summary>How many contents have a count; each has a slot below.</summary>
    public int Length => _totals.Length;

    /// <summary>Of nothing.</summary>
    public static TrendSnapshot Empty(ContentNumbers numbers) => Merge(numbers, [], 0);

    /// <summary>
    /// Sums partitions, in their order: the same counters and moment give the same bits.
    /// </summary>
    public static TrendSnapshot Merge(
        ContentNumbers numbers, IReadOnlyList<TrendCounters> partitions, long atUnixMs)
    {
        var sum = new TrendSum(numbers);
        sum.Begin(atUnixMs);
        foreach (var partition in partitions) sum.Add(partition);
        return sum.Finish();
    }

    /// <summary>The decayed count of a content; 0 where nothing is known of it.</summary>
    /// <param name="halfLife">Which of <see cref="TrendHalfLives.Hours"/>.</param>
    /// <param name="number">The content.</param>
    public float Count(int halfLife, int number) => At(_counts[halfLife], number);

    /// <summary>Where a content's counts stand; −1 where nothing is known of it.</summary>
    internal int SlotOf(int number) => _slots.SlotOf(number);

    /// <summary>The decayed counts by slot.</summary>
    internal ReadOnlySpan<float> Counts(int halfLife) => _counts[halfLife];

    /// <summary>The sum of the decayed counts of all contents.</summary>
    public double Sum(int halfLife) => _sums[halfLife];

    /// <summary>The count of a content that never decays.</summary>
    public float Total(int number) => At(_totals, number);

    /// <summary>The counts that never decay, by slot.</summary>
    internal ReadOnlySpan<float> Totals => _totals;

    /// <summary>When the content of a slot was first counted.</summary>
    internal long FirstSeenAt(int slot) => _firstSeen[slot];

    /// <summary>How often slates showed a content; half-life <see cref="TrendHalfLives.SlateHours"/>.</summary>
    public float Impressions(int number) => At(_impressions, number);

    /// <summary>How often a content was chosen from a slate, with the same half-life.</summary>
    public float Clicks(int number) => At(_clicks, number);

    /// <summary>When a content was first counted; <see cref="long.MaxValue"/> where it never was.</summary>
    public long FirstSeenMs(int number) =>
        SlotOf(number) is >= 0 and var slot ? _firstSeen[slot] : long.MaxValue;

    /// <summary>
    /// The contents with the highest decayed counts, the highest first, equal ones by id. Worked out once a half-life,
    /// for the largest count asked for so far.
    /// </summary>
    public ReadOnlySpan<int> Top(int halfLife, int count)
    {
        var top = Volatile.Read(ref _tops[halfLife]);
        if (top is null || (top.Length < count && top.Length < Length))
        {
            top = TopOf(_counts[halfLife], Math.Max(count, 100));
            Volatile.Write(ref _tops[halfLife], top);
        }

        return top.AsSpan(0, Math.Min(count, top.Length));
    }

    private float At(float[] values, int number) => SlotOf(number) is >= 0 and var slot ? values[slot] : 0;

    private int[] TopOf(float[] counts, int count)
    {
        // A heap of the best so far with the worst on top.
        var best = new PriorityQueue<int, (float Count, int Number)>(
            Comparer<(float Count, int Number)>.Create((left, right) => -Compare(left, right)));
        for (var slot = 0; slot < counts.Length; slot++)
        {
            if (counts[slot] <= 0) continue;
            var number = _slots.NumberOf(slot);
            if (best.Count < count) best.Enqueue(number, (counts[slot], number));
            else best.EnqueueDequeue(number, (counts[slot], number));
        }

        var top = new int[best.Count];
        for (var i = top.Length - 1; i >= 0; i--) top[i] = best.Dequeue();
        return top;
    }

    private int Compare((float Count, int Number) left, (float Count, int Number) right)
    {
        var order = right.Count.CompareTo(left.Count);
        return order != 0 ? order : string.CompareOrdinal(_numbers.IdOf(left.Number), _numbers.IdOf(right.Number));
    }
}
