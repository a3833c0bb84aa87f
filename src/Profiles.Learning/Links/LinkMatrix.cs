using Profiles.Core.Models;

namespace Profiles.Learning.Links;

/// <summary>Links from items to items, row by row. Targets ascend within a row. Immutable.</summary>
public sealed class LinkMatrix
{
    private readonly int[] _starts;
    private readonly int[] _targets;
    private readonly float[] _weights;

    private LinkMatrix(int[] starts, int[] targets, float[] weights)
    {
        _starts = starts;
        _targets = targets;
        _weights = weights;
    }

    /// <summary>How many items there are.</summary>
    public int RowCount => _starts.Length - 1;

    /// <summary>How many links there are.</summary>
    public int Count => _targets.Length;

    /// <summary>The items that a row leads to, ascending.</summary>
    public ReadOnlySpan<int> TargetsOf(int row) => _targets.AsSpan(_starts[row], _starts[row + 1] - _starts[row]);

    /// <summary>Their weights.</summary>
    public ReadOnlySpan<float> WeightsOf(int row) => _weights.AsSpan(_starts[row], _starts[row + 1] - _starts[row]);

    /// <summary>The bytes of a model's file.</summary>
    public byte[] Write() => ItemLinks.Write(_starts, _targets, _weights);

    /// <summary>Works out every row, on all cores; a row depends on nothing but itself.</summary>
    /// <param name="rowCount">How many rows there are.</param>
    /// <param name="maxRow">The most links of a row: the heaviest stay, of equal ones those of lower numbers.</param>
    /// <param name="threads">How many threads may work; −1 for one a core.</param>
    /// <param name="fill">Adds the links of a row to sums that are empty.</param>
    internal static LinkMatrix Of(int rowCount, int maxRow, int threads, Action<int, RowSums> fill)
    {
        var targets = new int[rowCount][];
        var weights = new float[rowCount][];
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads };
        Parallel.For(0, (rowCount + 63) / 64, options, () => new RowSums(rowCount), (block, _, sums) =>
        {
            for (var row = block * 64; row < Math.Min(rowCount, block * 64 + 64); row++)
            {
                fill(row, sums);
                (targets[row], weights[row]) = sums.Take(maxRow);
            }

            return sums;
        }, _ => { });

        var starts = new int[rowCount + 1];
        for (var row = 0; row < rowCount; row++) starts[row + 1] = starts[row] + targets[row].Length;
        var matrix = new LinkMatrix(starts, new int[starts[^1]], new float[starts[^1]]);
        for (var row = 0; row < rowCount; row++)
        {
            targets[row].CopyTo(matrix._targets, starts[row]);
            weights[row].CopyTo(matrix._weights, starts[row]);
        }

        return matrix;
    }
}
