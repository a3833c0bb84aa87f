namespace Profiles.Learning.Links;

/// <summary>The sums of one row while it is worked out: dense, with the list of what is in it. One owner.</summary>
internal sealed class RowSums(int count)
{
    private readonly float[] _sums = new float[count];
    private readonly bool[] _isTouched = new bool[count];
    private readonly int[] _touched = new int[count];
    private readonly float[] _order = new float[count];
    private int _count;

    public ReadOnlySpan<int> Touched => _touched.AsSpan(0, _count);

    public ref float this[int column] => ref _sums[column];

    public void Add(int column, float weight)
    {
        if (!_isTouched[column])
        {
            _isTouched[column] = true;
            _touched[_count++] = column;
        }

        _sums[column] += weight;
    }

    /// <summary>Hands back the heaviest above 0 in ascending order of their columns, and empties the sums.</summary>
    public (int[] Columns, float[] Weights) Take(int most)
    {
        var least = _count > most ? Least(most) : 0;
        var heavier = 0;
        foreach (var column in Touched) if (_sums[column] > least) heavier++;

        // Of those that weigh as much as the last one kept, the first columns.
        var ties = most - heavier;
        _touched.AsSpan(0, _count).Sort();
        var columns = new List<int>(Math.Min(_count, most));
        foreach (var column in Touched)
            if (_sums[column] > least || (least > 0 && _sums[column] == least && ties-- > 0)) columns.Add(column);

        var weights = new float[columns.Count];
        for (var i = 0; i < weights.Length; i++) weights[i] = _sums[columns[i]];
        Clear();
        return ([.. columns], weights);
    }

    /// <summary>The weight that as many columns reach, by Hoare's selection.</summary>
    private float Least(int most)
    {
        for (var i = 0; i < _count; i++) _order[i] = _sums[_touched[i]];
        var (low, high, wanted) = (0, _count - 1, most - 1);
        while (low < high)
        {
            var pivot = _order[(low + high) / 2];
            var (left, right) = (low, high);
            while (left <= right)
            {
                while (_order[left] > pivot) left++;
                while (_order[right] < pivot) right--;
                if (left > right) break;
                (_order[left], _order[right]) = (_order[right], _order[left]);
                left++;
                right--;
            }

            if (wanted <= right) high = right;
            else if (wanted >= left) low = left;
            else break;
        }

        return _order[wanted];
    }

    private void Clear()
    {
        foreach (var column in Touched)
        {
            _sums[column] = 0;
            _isTouched[column] = false;
        }

        _count = 0;
    }
}
