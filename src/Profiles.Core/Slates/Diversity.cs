using Profiles.Core.Catalogue;

namespace Profiles.Core.Slates;

/// <summary>
/// Maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998): place by place, the content with the highest
/// <code>relevance · score − (1 − relevance) · max over what is placed of cosine(content vectors)</code>
/// with scores brought to 0 to 1, under caps on contents of one series and of one first genre. Caps give way, the genre
/// first, before a place is left empty; unless the surface says that a series never does.
/// </summary>
/// <remarks>
/// A content's penalty only grows, so a bound on what it can still reach ends the search of a place early.
/// </remarks>
internal sealed class Diversity
{
    private readonly float[] _relevance = new float[CandidateList.Max];
    private readonly float[] _similarity = new float[CandidateList.Max];
    private readonly int[] _compared = new int[CandidateList.Max];
    private readonly bool[] _isTaken = new bool[CandidateList.Max];
    private readonly int[] _placed = new int[CandidateList.Max];

    /// <summary>How many are placed.</summary>
    public int Count { get; private set; }

    /// <summary>Those that are placed, in order of their places.</summary>
    public ReadOnlySpan<int> Placed => _placed.AsSpan(0, Count);

    public bool IsTaken(int candidate) => _isTaken[candidate];

    /// <summary>Begins a slate.</summary>
    /// <param name="candidates">The candidates with their scores.</param>
    /// <param name="ranked">Those that may be placed, the best first.</param>
    public void Begin(CandidateList candidates, ReadOnlySpan<int> ranked)
    {
        Count = 0;
        Continue(candidates, ranked);
    }

    /// <summary>Goes on with other candidates, behind what is placed.</summary>
    public void Continue(CandidateList candidates, ReadOnlySpan<int> ranked)
    {
        if (ranked.Length == 0) return;
        var best = candidates.Scores[ranked[0]];
        var worst = best;
        foreach (var candidate in ranked)
        {
            best = Math.Max(best, candidates.Scores[candidate]);
            worst = Math.Min(worst, candidates.Scores[candidate]);
        }

        var range = best - worst;
        foreach (var candidate in ranked)
        {
            _relevance[candidate] = range > 0 ? 1 - (best - candidates.Scores[candidate]) / range : 1;
            _similarity[candidate] = 0;
            _compared[candidate] = 0;
            _isTaken[candidate] = false;
        }
    }

    /// <summary>Places candidates until that many are, or none is left.</summary>
    public void Place(
        CandidateList candidates, ReadOnlySpan<int> ranked, int count, float relevance, in DiversityCaps caps)
    {
        while (Count < count)
        {
            var best = Best(candidates, ranked, relevance, caps);
            if (best < 0) best = Best(candidates, ranked, relevance, caps with { OfGenre = int.MaxValue });
            if (best < 0 && !caps.IsSeriesStrict) best = Best(candidates, ranked, relevance, DiversityCaps.None);
            if (best < 0) return;
            Take(best);
        }
    }

    /// <summary>Places the candidates in their order, with the cap on series alone.</summary>
    public void PlaceInOrder(
        CandidateList candidates, ReadOnlySpan<int> ranked, int count, in DiversityCaps caps)
    {
        foreach (var candidate in ranked)
        {
            if (Count == count) return;
            if (IsWithin(candidates, candidate, caps with { OfGenre = int.MaxValue })) Take(candidate);
        }

        if (caps.IsSeriesStrict) return;
        foreach (var candidate in ranked)
        {
            if (Count == count) return;
            if (!_isTaken[candidate]) Take(candidate);
        }
    }

    public void Take(int candidate)
    {
        _isTaken[candidate] = true;
        _placed[Count++] = candidate;
    }

    /// <summary>Whether the caps allow one more like this.</summary>
    public bool IsWithin(CandidateList candidates, int candidate, in DiversityCaps caps)
    {
        var entry = candidates.EntryAt(candidate);
        var (ofSeries, ofGenre) = (0, 0);
        foreach (var placed in Placed)
        {
            var other = candidates.EntryAt(placed);
            if (entry.SeriesNumber != ContentNumbers.None && other.SeriesNumber == entry.SeriesNumber) ofSeries++;
            if (entry.GenreKeys.Length > 0 && other.GenreKeys.Length > 0 && other.GenreKeys[0] == entry.GenreKeys[0])
                ofGenre++;
        }

        return ofSeries < caps.OfSeries && ofGenre < caps.OfGenre;
    }

    private int Best(CandidateList candidates, ReadOnlySpan<int> ranked, float relevance, in DiversityCaps caps)
    {
        var best = -1;
        var highest = float.NegativeInfinity;
        foreach (var candidate in ranked)
        {
            if (_isTaken[candidate]) continue;
            var bound = relevance * _relevance[candidate];
            if (bound <= highest) break;
            // What it was last found to be like is a bound too; the caps cost more to look at.
            if (bound - (1 - relevance) * _similarity[candidate] <= highest) continue;
            if (!IsWithin(candidates, candidate, caps)) continue;
            var value = bound - (1 - relevance) * SimilarityOf(candidates, candidate);
            if (value <= highest) continue;
            highest = value;
            best = candidate;
        }

        return best;
    }

    /// <summary>The highest cosine with what is placed; compares with what was placed since it was last
    /// asked.</summary>
    private float SimilarityOf(CandidateList candidates, int candidate)
    {
        var vector = candidates.EntryAt(candidate).Vector;
        ref var similarity = ref _similarity[candidate];
        for (ref var i = ref _compared[candidate]; i < Count; i++)
            similarity = Math.Max(similarity, vector.Dot(candidates.EntryAt(_placed[i]).Vector));
        return similarity;
    }
}
