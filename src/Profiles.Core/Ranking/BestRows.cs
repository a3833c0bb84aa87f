namespace Profiles.Core.Ranking;

/// <summary>
/// The rows with the highest scores of those offered, equal ones by row: rows are in order of their ids, so that this
/// is the same in every process. A heap with the worst on top.
/// </summary>
internal ref struct BestRows(Span<int> rows, Span<float> scores)
{
    private readonly Span<int> _rows = rows;
    private readonly Span<float> _scores = scores[..rows.Length];

    /// <summary>How many are held.</summary>
    public int Count { get; private set; }

    /// <summary>Whether as many are held as there is room for; then another must be better than the worst.</summary>
    public readonly bool IsFull => Count == _rows.Length;

    /// <summary>The lowest score held; of none, there is none.</summary>
    public readonly float Worst => _scores[0];

    public void Offer(int row, float score)
    {
        if (Count < _rows.Length)
        {
            var place = Count++;
            while (place > 0 && IsWorse(row, score, (place - 1) / 2)) place = MoveDown(place, (place - 1) / 2);
            (_rows[place], _scores[place]) = (row, score);
        }
        else if (Count > 0 && !IsWorse(row, score, 0))
        {
            Sink(row, score, Count);
        }
    }

    /// <summary>Puts the best first.</summary>
    public void Sort()
    {
        for (var last = Count - 1; last > 0; last--)
        {
            var (row, score) = (_rows[last], _scores[last]);
            (_rows[last], _scores[last]) = (_rows[0], _scores[0]);
            Sink(row, score, last);
        }
    }

    private readonly bool IsWorse(int row, float score, int place) =>
        score < _scores[place] || (score == _scores[place] && row > _rows[place]);

    private readonly int MoveDown(int to, int from)
    {
        (_rows[to], _scores[to]) = (_rows[from], _scores[from]);
        return from;
    }

    // Puts an item in the place of the top.
    private readonly void Sink(int row, float score, int count)
    {
        var place = 0;
        while (true)
        {
            var child = 2 * place + 1;
            if (child >= count) break;
            if (child + 1 < count && IsWorse(_rows[child + 1], _scores[child + 1], child)) child++;
            if (IsWorse(row, score, child)) break;
            place = MoveDown(place, child);
        }

        (_rows[place], _scores[place]) = (row, score);
    }
}
