using Profiles.Statistics.Resampling;

namespace Profiles.Statistics.Ranking;

/// <summary>
/// Collects the metrics of many test cases. What was recommended is counted too: coverage is the part of all items that
/// was in any of the lists, novelty the mean of <c>−log2</c> of how probable an interaction is to be with the item.
/// Mutable, of one owner.
/// </summary>
public sealed class RankingTally
{
    private readonly int _k;
    private readonly bool[] _recommended;
    private readonly List<double> _hits = [];
    private readonly List<double> _gains = [];
    private readonly List<double> _reciprocals = [];
    private readonly List<int> _users = [];
    private double _novelty;
    private long _listed;
    private int _covered;

    /// <summary>Creates an empty tally.</summary>
    /// <param name="items">How many items can be recommended.</param>
    /// <param name="k">The length of the lists.</param>
    public RankingTally(int items, int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(items);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        _k = k;
        _recommended = new bool[items];
    }

    /// <summary>How many test cases were added.</summary>
    public int TestCases => _hits.Count;

    /// <summary>Adds a test case with one relevant item.</summary>
    /// <param name="user">Whose it is, by number: intervals are drawn over users, whose cases are alike.</param>
    /// <param name="rank">The rank of the relevant item, from 1.</param>
    public void Add(int user, int rank)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rank);
        ReadOnlySpan<int> ranks = [rank];
        _users.Add(user);
        _hits.Add(RankingMetrics.HitRate(ranks, _k));
        _gains.Add(RankingMetrics.Ndcg(ranks, _k));
        _reciprocals.Add(RankingMetrics.ReciprocalRank(ranks));
    }

    /// <summary>Adds the items of a list, by number.</summary>
    /// <param name="items">The first k items or fewer.</param>
    /// <param name="probability">How probable it is that an interaction is with an item; greater than 0.</param>
    public void AddList(ReadOnlySpan<int> items, Func<int, double> probability)
    {
        foreach (var item in items)
        {
            _listed++;
            _novelty -= Math.Log2(probability(item));
            if (_recommended[item]) continue;
            _recommended[item] = true;
            _covered++;
        }
    }

    /// <summary>The means, by the names of the contract.</summary>
    public IReadOnlyDictionary<string, double> Metrics() => new SortedDictionary<string, double>(StringComparer.Ordinal)
    {
        [$"hr@{_k}"] = Mean(_hits),
        [$"ndcg@{_k}"] = Mean(_gains),
        // One relevant item a test case: what was found of it is what was hit.
        [$"recall@{_k}"] = Mean(_hits),
        ["mrr"] = Mean(_reciprocals),
        [$"coverage@{_k}"] = _recommended.Length == 0 ? 0 : _covered / (double)_recommended.Length,
        [$"novelty@{_k}"] = _listed == 0 ? 0 : _novelty / _listed,
    };

    /// <summary>Bootstrap intervals of the means over test cases, by users.</summary>
    public IReadOnlyDictionary<string, Interval> Intervals(BootstrapOptions options)
    {
        var bootstrap = new ClusterBootstrap([.. _users], options);
        return new SortedDictionary<string, Interval>(StringComparer.Ordinal)
        {
            [$"hr@{_k}"] = bootstrap.OfMean([.. _hits]),
            [$"ndcg@{_k}"] = bootstrap.OfMean([.. _gains]),
            ["mrr"] = bootstrap.OfMean([.. _reciprocals]),
        };
    }

    private static double Mean(List<double> values) => values.Count == 0 ? 0 : values.Sum() / values.Count;
}
