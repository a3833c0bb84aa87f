using Profiles.Core.Catalogue;
using Profiles.Core.Models;

namespace Profiles.Core.Ranking;

/// <summary>
/// How much more of each genre a viewer watches than everyone does (see <see cref="RankingSignal.GenreTaste"/>). Scratch
/// of one scoring; used again and again. Genres are few, so they are found by looking at each.
/// </summary>
internal sealed class GenreTaste
{
    // The genres of the history beyond these are taken for ones that were never watched.
    private const int MaxGenres = 64;
    private const float Prior = 8;
    private const float Decay = 0.97f;

    private readonly uint[] _keys = new uint[MaxGenres];
    private readonly float[] _values = new float[MaxGenres];
    private int _count;
    private float _weight;
    private float _sum;
    private float _other;

    public void Clear() => (_count, _weight, _sum, _other) = (0, 1, 0, 0);

    /// <summary>Adds a content, the latest first.</summary>
    public void Add(ContentEntry entry)
    {
        var genres = entry.GenreKeys;
        foreach (var genre in genres)
        {
            var place = _keys.AsSpan(0, _count).IndexOf(genre);
            if (place < 0)
            {
                if (_count == MaxGenres) continue;
                place = _count++;
                (_keys[place], _values[place]) = (genre, 0);
            }

            _values[place] += _weight / genres.Length;
        }

        if (genres.Length > 0) _sum += _weight;
        _weight *= Decay;
    }

    /// <summary>Turns shares into ratios.</summary>
    public void Finish(RankerWeights weights)
    {
        _other = VectorMath.Log(Prior / (_sum + Prior));
        for (var i = 0; i < _count; i++)
        {
            var share = weights.ShareOf(_keys[i]);
            _values[i] = VectorMath.Log((_values[i] + Prior * share) / (_sum + Prior) / share);
        }
    }

    public float Of(ContentEntry entry)
    {
        var genres = entry.GenreKeys;
        if (genres.Length == 0) return 0;
        var keys = _keys.AsSpan(0, _count);
        var sum = 0f;
        foreach (var genre in genres) sum += keys.IndexOf(genre) is >= 0 and var place ? _values[place] : _other;
        return sum / genres.Length;
    }
}
