namespace Profiles.Learning.Factors;

/// <summary>
/// Which columns each row has: row r has <c>Columns[Starts[r]..Starts[r + 1]]</c>. Columns of a row
/// ascend and differ.
/// </summary>
public sealed class SparseRows
{
    private SparseRows(int columnCount, int[] starts, int[] columns)
    {
        ColumnCount = columnCount;
        Starts = starts;
        Columns = columns;
    }

    /// <summary>How many rows there are.</summary>
    public int RowCount => Starts.Length - 1;

    /// <summary>How many columns there are.</summary>
    public int ColumnCount { get; }

    internal int[] Starts { get; }

    internal int[] Columns { get; }

    /// <summary>The columns of a row.</summary>
    public ReadOnlySpan<int> this[int row] => Columns.AsSpan(Starts[row], Starts[row + 1] - Starts[row]);

    /// <summary>The rows of these pairs; a pair that comes twice counts once.</summary>
    public static SparseRows Of(int rowCount, int columnCount, IEnumerable<(int Row, int Column)> pairs)
    {
        var rows = new List<int>[rowCount];
        foreach (var (row, column) in pairs) (rows[row] ??= []).Add(column);

        var starts = new int[rowCount + 1];
        var columns = new List<int>();
        for (var row = 0; row < rowCount; row++)
        {
            starts[row] = columns.Count;
            if (rows[row] is not { } listed) continue;
            listed.Sort();
            var last = -1;
            foreach (var column in listed)
            {
                if (column != last) columns.Add(column);
                last = column;
            }
        }

        starts[rowCount] = columns.Count;
        return new SparseRows(columnCount, starts, [.. columns]);
    }

    /// <summary>The same pairs with rows and columns exchanged.</summary>
    public SparseRows Transposed()
    {
        var starts = new int[ColumnCount + 1];
        foreach (var column in Columns) starts[column + 1]++;
        for (var column = 0; column < ColumnCount; column++) starts[column + 1] += starts[column];

        var next = starts.AsSpan(0, ColumnCount).ToArray();
        var columns = new int[Columns.Length];
        for (var row = 0; row < RowCount; row++)
            foreach (var column in this[row]) columns[next[column]++] = row;
        return new SparseRows(RowCount, starts, columns);
    }
}
