using System.Numerics;
using Profiles.Core.Models;

namespace Profiles.Core.Ranking;

/// <summary>
/// Scores of a few of the model's rows: a table with open addressing. A score depends only on what was added to it, in
/// order, not on how the table lies in memory. Mutable; one owner.
/// </summary>
internal sealed class SparseScores
{
    private const int FirstCapacity = 256;

    // A row's number plus one; 0 where the place is free. Twice as many places as rows, at least.
    private int[] _keys = [];
    private float[] _scores = [];

    /// <summary>How many rows have a score.</summary>
    public int Count { get; private set; }

    /// <summary>Of each place, a row plus one, or 0.</summary>
    public ReadOnlySpan<int> Keys => _keys;

    /// <summary>The score of each place.</summary>
    public ReadOnlySpan<float> Scores => _scores;

    /// <summary>The score of a row; 0 where it has none.</summary>
    public float this[int row]
    {
        get
        {
            if (Count == 0) return 0;
            var place = PlaceOf(row + 1);
            return _keys[place] == 0 ? 0 : _scores[place];
        }
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        if (Count == 0) return;
        _keys.AsSpan().Clear();
        _scores.AsSpan().Clear();
        Count = 0;
    }

    /// <summary>Lets all fade, then adds a row of links.</summary>
    public void Add(ItemLinks links, int row, float decay, float weight)
    {
        if (Count > 0) VectorMath.Scale(_scores, decay);
        var targets = links.TargetsOf(row);
        var weights = links.WeightsOf(row);
        Reserve(Count + targets.Length);
        for (var i = 0; i < targets.Length; i++)
        {
            var key = targets[i] + 1;
            var place = PlaceOf(key);
            if (_keys[place] == 0)
            {
                _keys[place] = key;
                Count++;
            }

            _scores[place] += weight * weights[i];
        }
    }

    private int PlaceOf(int key)
    {
        var mask = _keys.Length - 1;
        var place = (int)((uint)key * 2654435769u >> 8) & mask;
        while (_keys[place] != 0 && _keys[place] != key) place = (place + 1) & mask;
        return place;
    }

    private void Reserve(int count)
    {
        if (_keys.Length >= 2 * count) return;

        var (keys, scores) = (_keys, _scores);
        var capacity = Math.Max(FirstCapacity, (int)BitOperations.RoundUpToPowerOf2((uint)(2 * count)));
        _keys = new int[capacity];
        _scores = new float[capacity];
        for (var i = 0; i < keys.Length; i++)
        {
            if (keys[i] == 0) continue;
            var place = PlaceOf(keys[i]);
            _keys[place] = keys[i];
            _scores[place] = scores[i];
        }
    }
}
