using Profiles.Core.Catalogue;

namespace Profiles.Core.Ranking;

/// <summary>
/// A weighted sum of content vectors that is quick to multiply with others: components are found by the lower bits of
/// their hash, with linear probing. Scratch of one scoring; used again and again.
/// </summary>
internal sealed class ContentFeatureWeights
{
    // 100 contents of at most 141 components; a sum takes no more components than half the places.
    private const int Places = 1 << 13;
    private const int MaxComponents = Places / 2;

    private readonly uint[] _keys = new uint[Places];
    private readonly float[] _weights = new float[Places];
    private readonly int[] _used = new int[MaxComponents];
    private int _count;

    public bool IsEmpty => _count == 0;

    public void Clear()
    {
        for (var i = 0; i < _count; i++)
        {
            _keys[_used[i]] = 0;
            _weights[_used[i]] = 0;
        }

        _count = 0;
    }

    /// <summary>Adds a vector; components beyond the bound are left out.</summary>
    public void Add(ContentVector vector, float weight)
    {
        var keys = vector.Keys;
        var weights = vector.Weights;
        for (var i = 0; i < keys.Length; i++)
        {
            var place = PlaceOf(keys[i]);
            if (_keys[place] == 0)
            {
                if (_count == MaxComponents) continue;
                _keys[place] = keys[i] | 1;
                _used[_count++] = place;
            }

            _weights[place] += weight * weights[i];
        }
    }

    /// <summary>Brings the sum to length 1.</summary>
    public void Normalize()
    {
        var squares = 0.0;
        for (var i = 0; i < _count; i++) squares += (double)_weights[_used[i]] * _weights[_used[i]];
        if (squares == 0) return;
        var scale = (float)(1 / Math.Sqrt(squares));
        for (var i = 0; i < _count; i++) _weights[_used[i]] *= scale;
    }

    public float Dot(ContentVector vector)
    {
        var keys = vector.Keys;
        var weights = vector.Weights;
        var sum = 0f;
        for (var i = 0; i < keys.Length; i++) sum += weights[i] * _weights[PlaceOf(keys[i])];
        return sum;
    }

    // The lowest bit of a key is taken to be set, so that 0 means free.
    private int PlaceOf(uint key)
    {
        key |= 1;
        var place = (int)(key >> 1) & (Places - 1);
        while (_keys[place] != 0 && _keys[place] != key) place = (place + 1) & (Places - 1);
        return place;
    }
}
