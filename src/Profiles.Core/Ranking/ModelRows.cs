using Profiles.Core.Catalogue;
using Profiles.Core.Models;

namespace Profiles.Core.Ranking;

/// <summary>
/// Which row of a model is which content of this process. Every item of the model has a number once this is made, so a
/// number that comes later has no row. Immutable, but that it keeps the columns of the catalogue for all who share it.
/// </summary>
internal sealed class ModelRows
{
    private readonly int[] _rows;
    private readonly int[] _numbers;
    private CatalogueColumns? _columns;

    public ModelRows(RankingModel model, ContentNumbers numbers)
    {
        _numbers = new int[model.Items.Count];
        var last = -1;
        for (var row = 0; row < _numbers.Length; row++)
        {
            _numbers[row] = numbers.NumberOf(model.Items[row]);
            last = Math.Max(last, _numbers[row]);
        }

        _rows = new int[last + 1];
        _rows.AsSpan().Fill(-1);
        for (var row = 0; row < _numbers.Length; row++)
            if (_numbers[row] != ContentNumbers.None) _rows[_numbers[row]] = row;
    }

    public int RowOf(int number) => (uint)number < (uint)_rows.Length ? _rows[number] : -1;

    public int NumberOf(int row) => _numbers[row];

    public CatalogueColumns ColumnsOf(ContentIndex contents)
    {
        var columns = Volatile.Read(ref _columns);
        if (columns is not null && columns.Version == contents.Version) return columns;
        columns = new CatalogueColumns(contents);
        Volatile.Write(ref _columns, columns);
        return columns;
    }
}
