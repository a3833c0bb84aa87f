using Profiles.Core.Catalogue;
using Profiles.Core.Hashing;
using Profiles.Core.Ranking;

namespace Profiles.Learning.Evaluation;

/// <summary>
/// Ranks all contents for a viewer by the scorer that serves, and says at which rank one of them is. Equal scores are
/// in the order of the ids' hashes, which knows nothing of the data. Scratch of one caller at a time.
/// </summary>
public sealed class FullRanking
{
    private readonly int[] _contents;
    private readonly ulong[] _ties;
    private readonly int[] _placeOf;
    private readonly float[] _scores;
    private readonly SignalTable _signals = new();

    /// <summary>Prepares rankings.</summary>
    /// <param name="contents">The numbers of all contents that are ranked.</param>
    /// <param name="numbers">The contents' numbers.</param>
    public FullRanking(int[] contents, ContentNumbers numbers)
    {
        _contents = contents;
        _ties = Array.ConvertAll(contents, number => StableHash.Hash64(numbers.IdOf(number)));
        _placeOf = new int[numbers.Count];
        _placeOf.AsSpan().Fill(-1);
        for (var place = 0; place < contents.Length; place++) _placeOf[contents[place]] = place;
        _scores = new float[contents.Length];
    }

    /// <summary>Ranks all contents but the excluded ones.</summary>
    /// <param name="viewer">The viewer.</param>
    /// <param name="moment">The moment.</param>
    /// <param name="context">The request.</param>
    /// <param name="target">The content whose rank is asked for.</param>
    /// <param name="excluded">What the viewer chose before.</param>
    /// <param name="top">Where the first contents are written.</param>
    /// <returns>The target's rank, from 1; <see cref="int.MaxValue"/> where it is not among what is ranked.</returns>
    public int Rank(
        Viewer viewer, RankingMoment moment, ViewingContext context, int target, ReadOnlySpan<int> excluded,
        Span<int> top)
    {
        Scorer.Signals(viewer, moment, context, _contents, _signals);
        Scorer.Score(moment.Model, _signals, _scores);
        foreach (var number in excluded)
            if ((uint)number < (uint)_placeOf.Length && _placeOf[number] is >= 0 and var seen)
                _scores[seen] = float.NegativeInfinity;

        FillTop(top);
        var place = (uint)target < (uint)_placeOf.Length ? _placeOf[target] : -1;
        return place < 0 || excluded.Contains(target) ? int.MaxValue : RankOf(place);
    }

    private int RankOf(int place)
    {
        var (score, tie) = (_scores[place], _ties[place]);
        var rank = 1;
        for (var i = 0; i < _scores.Length; i++)
            if (_scores[i] > score || (_scores[i] == score && _ties[i] < tie)) rank++;
        return rank;
    }

    private void FillTop(Span<int> top)
    {
        var count = 0;
        Span<int> places = stackalloc int[top.Length];
        for (var i = 0; i < _scores.Length; i++)
        {
            if (count == top.Length && !IsBefore(i, places[count - 1])) continue;
            if (count < top.Length) count++;
            var at = count - 1;
            for (; at > 0 && IsBefore(i, places[at - 1]); at--) places[at] = places[at - 1];
            places[at] = i;
        }

        for (var i = 0; i < top.Length; i++) top[i] = i < count ? _contents[places[i]] : ContentNumbers.None;
    }

    private bool IsBefore(int place, int other) =>
        _scores[place] > _scores[other] || (_scores[place] == _scores[other] && _ties[place] < _ties[other]);
}
