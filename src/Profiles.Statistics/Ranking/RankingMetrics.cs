namespace Profiles.Statistics.Ranking;

/// <summary>
/// How good one ranked list is, from the ranks of what was relevant. Ranks begin at 1; an item that is not in the list
/// has rank <see cref="NotRanked"/>.
/// </summary>
public static class RankingMetrics
{
    /// <summary>The rank of an item that the list does not hold at all.</summary>
    public const int NotRanked = int.MaxValue;

    /// <summary>1 where any relevant item is among the first k, otherwise 0 (HR@k).</summary>
    public static double HitRate(ReadOnlySpan<int> ranks, int k)
    {
        foreach (var rank in ranks)
            if (rank <= k) return 1;
        return 0;
    }

    /// <summary>
    /// Which part of the relevant items is among the first k. With one relevant item it is the hit rate.
    /// </summary>
    public static double Recall(ReadOnlySpan<int> ranks, int k)
    {
        if (ranks.IsEmpty) return 0;
        var found = 0;
        foreach (var rank in ranks)
            if (rank <= k) found++;
        return found / (double)ranks.Length;
    }

    /// <summary>
    /// Discounted gain of the first k over that of the best possible list: <c>DCG = Σ 1 / log2(rank + 1)</c> with
    /// binary relevance (Järvelin and Kekäläinen, 2002).
    /// </summary>
    public static double Ndcg(ReadOnlySpan<int> ranks, int k)
    {
        double gain = 0;
        foreach (var rank in ranks)
            if (rank <= k) gain += Discount(rank);
        if (gain == 0) return 0;

        double best = 0;
        for (var rank = 1; rank <= Math.Min(k, ranks.Length); rank++) best += Discount(rank);
        return gain / best;
    }

    /// <summary>One over the rank of the first relevant item, over the whole list; 0 where none is in it.</summary>
    public static double ReciprocalRank(ReadOnlySpan<int> ranks)
    {
        var first = NotRanked;
        foreach (var rank in ranks) first = Math.Min(first, rank);
        return first == NotRanked ? 0 : 1.0 / first;
    }

    private static double Discount(int rank) => 1 / Math.Log2(rank + 1.0);
}
