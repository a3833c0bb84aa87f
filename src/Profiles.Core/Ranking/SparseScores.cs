using System.Numerics;
using Profiles.Core.Models;

namespace Profiles.Core.Ranking;

/// <summary>
/// Scores of a few of the model's rows: a list of them, and a table with open addressing to find one. A score depends
/// only on what was added to it, in order. Mutable; one owner.
/// </summary>
internal sealed class SparseScores
{
    private const int FirstCapacity = 128;

    // Below this the common factor is worked into the scores, so that neither over- nor underflows.
    private const float LeastFactor = 1e-12f;

    private int[] _rows = [];

    // A score is what stands here times the common factor, so that letting all fade is one multiplication.
    private float[] _scores = [];
    private float _factor = 1;

    // Of each place, an index in the list plus one, or 0. At least twice as many places as the list has room.
    private int[] _places = [];

    /// <summary>How many rows have a score.</summary>
    public int Count { get; private set; }

    /// <summary>The rows that have a score.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, Count);

    /// <summary>The score of a row; 0 where it has none.</summary>
    public float this[int row] => Count > 0 && _places[PlaceOf(row)] is > 0 and var index ? At(index - 1) : 0;

    /// <summary>The score of one of <see cref="Rows"/>.</summary>
    public float At(int index) => _scores[index] * _factor;

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _factor = 1;
        if (Count == 0) return;
        _places.AsSpan().Clear();
        Count = 0;
    }

    /// <summary>Lets all fade, then adds a row of links.</summary>
    public void Add(ItemLinks links, int row, float decay)
    {
        _factor *= decay;
        if (_factor < LeastFactor)
        {
            for (var i = 0; i < Count; i++) _scores[i] *= _factor;
            _factor = 1;
        }

        var scale = 1 / _factor;
        var targets = links.TargetsOf(row);
        var weights = links.WeightsOf(row);
        Reserve(Count + targets.Length);
        for (var i = 0; i < targets.Length; i++)
        {
            ref var index = ref _places[PlaceOf(targets[i])];
            if (index == 0)
            {
                _rows[Count] = targets[i];
                _scores[Count] = 0;
                index = ++Count;
            }

            _scores[index - 1] += scale * weights[i];
        }
    }

    /// <summary>Writes each score to its row's place.</summary>
    public void Scatter(Span<float> byRow)
    {
        for (var i = 0; i < Count; i++) byRow[_rows[i]] = At(i);
    }

    /// <summary>Sets to 0 what <see cref="Scatter"/> wrote.</summary>
    public void Unscatter(Span<float> byRow)
    {
        for (var i = 0; i < Count; i++) byRow[_rows[i]] = 0;
    }

    private int PlaceOf(int row)
    {
        var mask = _places.Length - 1;
        var place = (int)((uint)row * 2654435769u >> 8) & mask;
        while (_places[place] is > 0 and var index && _rows[index - 1] != row) place = (place + 1) & mask;
        return place;
    }

    private void Reserve(int count)
    {
        if (_rows.Length >= count) return;

        var capacity = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(FirstCapacity, count));
        Array.Resize(ref _rows, capacity);
        Array.Resize(ref _scores, capacity);
        _places = new int[2 * capacity];
        for (var i = 0; i < Count; i++) _places[PlaceOf(_rows[i])] = i + 1;
    }
}
