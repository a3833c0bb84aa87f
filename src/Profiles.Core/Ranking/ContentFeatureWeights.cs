using Profiles.Core.Catalogue;
using Profiles.Core.Models;

namespace Profiles.Core.Ranking;

/// <summary>
/// What a viewer's history is like: a weighted sum of content vectors, and how much more of each genre they watch than
/// everyone does, both quick to compare with contents. Components are found by the lower bits of their hash, with
/// linear probing. Scratch of one scoring; used again and again.
/// </summary>
internal sealed class ContentFeatureWeights
{
    // A sum takes no more components than half the places: 20 each of 100 contents.
    private const int Places = 1 << 12;
    private const int MaxComponents = Places / 2;
    private const float AffinityDecay = HistoryContents.AffinityDecay;
    private const float GenrePrior = 8;
    private const float GenreDecay = 0.97f;

    private readonly Component[] _components = new Component[Places];
    private readonly int[] _used = new int[MaxComponents];
    private readonly List<uint> _genreKeys = [];
    private int _count;
    private float _weight;
    private float _genreWeight;
    private float _genreSum;
    private float _unwatchedGenre;

    public void Clear()
    {
        for (var i = 0; i < _count; i++) _components[_used[i]] = default;
        _count = 0;
        _genreKeys.Clear();
        (_weight, _genreWeight, _genreSum, _unwatchedGenre) = (1, 1, 0, 0);
    }

    /// <summary>Adds a content, the latest first; components beyond the bound are left out.</summary>
    public void Add(ContentEntry entry)
    {
        var keys = entry.Vector.Keys;
        var weights = entry.Vector.Weights;
        for (var i = 0; i < keys.Length; i++)
        {
            var place = PlaceOf(keys[i]);
            if (_components[place].Key == 0)
            {
                if (_count == MaxComponents) continue;
                _components[place].Key = keys[i] | 1;
                _used[_count++] = place;
            }

            _components[place].Weight += _weight * weights[i];
        }

        var genres = entry.GenreKeys;
        foreach (var genre in genres)
        {
            ref var component = ref _components[PlaceOf(genre)];
            if (component.Key == 0) continue;
            if (component.Genre == 0) _genreKeys.Add(genre);
            component.Genre += _genreWeight / genres.Length;
        }

        if (genres.Length > 0) _genreSum += _genreWeight;
        _weight *= AffinityDecay;
        _genreWeight *= GenreDecay;
    }

    /// <summary>Brings the sum to length 1, and turns shares of genres into ratios.</summary>
    public void Finish(RankerWeights ranker)
    {
        var squares = 0.0;
        for (var i = 0; i < _count; i++)
        {
            var weight = _components[_used[i]].Weight;
            squares += (double)weight * weight;
        }

        if (squares > 0)
        {
            var scale = (float)(1 / Math.Sqrt(squares));
            for (var i = 0; i < _count; i++) _components[_used[i]].Weight *= scale;
        }

        _unwatchedGenre = VectorMath.Log(GenrePrior / (_genreSum + GenrePrior));
        foreach (var genre in _genreKeys)
        {
            var share = ranker.ShareOf(genre);
            ref var value = ref _components[PlaceOf(genre)].Genre;
            value = VectorMath.Log((value + GenrePrior * share) / (_genreSum + GenrePrior) / share) - _unwatchedGenre;
        }
    }

    /// <summary>Compares a content with the history.</summary>
    /// <param name="keys">The components of its vector.</param>
    /// <param name="weights">Their weights.</param>
    /// <param name="genres">How many genres it has.</param>
    /// <returns>The cosine of the vectors, and the mean ratio of its genres.</returns>
    public (float Affinity, float Taste) Compare(
        ReadOnlySpan<uint> keys, ReadOnlySpan<float> weights, int genres)
    {
        var (affinity, taste) = (0f, 0f);
        var components = _components;
        for (var i = 0; i < keys.Length; i++)
        {
            // Nearly always the first place has the component, or is free and adds 0: no branch to be guessed wrong.
            var key = keys[i] | 1;
            ref readonly var component = ref components[(int)(key >> 1) & (Places - 1)];
            if (component.Key != key && component.Key != 0) component = ref components[PlaceOf(key)];
            affinity += weights[i] * component.Weight;
            taste += component.Genre;
        }

        return (affinity, genres == 0 ? 0 : _unwatchedGenre + taste / genres);
    }

    // The lowest bit of a key is taken to be set, so that 0 means free.
    private int PlaceOf(uint key)
    {
        key |= 1;
        var place = (int)(key >> 1) & (Places - 1);
        while (_components[place].Key != 0 && _components[place].Key != key) place = (place + 1) & (Places - 1);
        return place;
    }

    private struct Component
    {
        public uint Key;
        public float Weight;

        // Of a genre: first its share of the history, then its ratio less that of a genre that was never watched.
        public float Genre;
    }
}
