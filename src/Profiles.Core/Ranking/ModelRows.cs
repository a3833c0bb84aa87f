using Profiles.Core.Catalogue;
using Profiles.Core.Models;

namespace Profiles.Core.Ranking;

/// <summary>
/// Which row of a model is which content of this process. Every item of the model has a number once this is made, so a
/// number that comes later has no row. Immutable, but that it keeps the columns of the catalogue, and where links lead,
/// for all who share it.
/// </summary>
internal sealed class ModelRows
{
    private const int MaxLinkedOfKind = 6;

    private readonly int[] _rows;
    private readonly int[] _numbers;

    // Filled where it is asked for; two who do so at once write the same. Up to about 150 bytes a row.
    private readonly int[]?[] _linked;
    private CatalogueColumns? _columns;

    public ModelRows(RankingModel model, ContentNumbers numbers)
    {
        _numbers = new int[model.Items.Count];
        _linked = new int[]?[_numbers.Length];
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

    /// <summary>The contents that a row's links lead to most strongly, kind by kind.</summary>
    public ReadOnlySpan<int> LinkedTo(RankingModel model, int row)
    {
        if (Volatile.Read(ref _linked[row]) is { } known) return known;
        Span<int> rows = stackalloc int[MaxLinkedOfKind];
        Span<float> scores = stackalloc float[MaxLinkedOfKind];
        Span<int> found = stackalloc int[LinkKinds.Count * MaxLinkedOfKind];
        var count = 0;
        for (var kind = 0; kind < LinkKinds.Count; kind++)
        {
            if (model.LinksOf((LinkKind)kind) is not { } links) continue;
            var best = new BestRows(rows, scores);
            var targets = links.TargetsOf(row);
            var weights = links.WeightsOf(row);
            for (var i = 0; i < targets.Length; i++)
                if (weights[i] > 0) best.Offer(targets[i], weights[i]);
            best.Sort();
            for (var i = 0; i < best.Count; i++)
                if (NumberOf(rows[i]) is not ContentNumbers.None and var number) found[count++] = number;
        }

        GC.KeepAlive(model);
        var linked = found[..count].ToArray();
        Volatile.Write(ref _linked[row], linked);
        return linked;
    }
}
