using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Profiles.Core.Models;

/// <summary>
/// A sparse matrix from items to items, row by row (CSR): an item's row holds the rows and weights of the items it
/// leads to. Immutable; reads the bytes where they lie.
/// </summary>
/// <remarks>
/// <code>
/// int32 rows | int32 links | int32 starts[rows + 1] | int32 targets[links], ascending in a row
/// | float32 weights[links]
/// </code>
/// </remarks>
public sealed class ItemLinks
{
    /// <summary>The most links of one row.</summary>
    public const int MaxRow = 2048;

    private const int HeaderBytes = 8;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly int _links;

    private ItemLinks(ReadOnlyMemory<byte> bytes, int rows, int links)
    {
        _bytes = bytes;
        Rows = rows;
        _links = links;
    }

    /// <summary>How many rows there are.</summary>
    public int Rows { get; }

    /// <summary>How many links there are in all.</summary>
    public int Count => _links;

    private ReadOnlySpan<int> Starts => Ints(HeaderBytes, Rows + 1);

    /// <summary>The items that a row leads to, ascending; none of a row past the last one.</summary>
    public ReadOnlySpan<int> TargetsOf(int row)
    {
        var (start, count) = RangeOf(row);
        return Ints(HeaderBytes + (Rows + 1 + start) * 4L, count);
    }

    /// <summary>Their weights.</summary>
    public ReadOnlySpan<float> WeightsOf(int row)
    {
        var (start, count) = RangeOf(row);
        return MemoryMarshal.Cast<byte, float>(
            _bytes.Span.Slice((int)(HeaderBytes + (Rows + 1L + _links + start) * 4), count * 4));
    }

    /// <summary>The bytes of a matrix.</summary>
    /// <param name="starts">Where each row starts, and after the last one its end.</param>
    /// <param name="targets">The rows that are led to, ascending within a row.</param>
    /// <param name="weights">Their weights, finite.</param>
    public static byte[] Write(ReadOnlySpan<int> starts, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(targets.Length, weights.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(starts[^1], targets.Length);
        var bytes = new byte[HeaderBytes + (starts.Length + targets.Length + (long)weights.Length) * 4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, starts.Length - 1);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), targets.Length);
        var rest = bytes.AsSpan(HeaderBytes);
        MemoryMarshal.AsBytes(starts).CopyTo(rest);
        MemoryMarshal.AsBytes(targets).CopyTo(rest[(starts.Length * 4)..]);
        MemoryMarshal.AsBytes(weights).CopyTo(rest[((starts.Length + targets.Length) * 4)..]);
        return bytes;
    }

    /// <summary>Reads and checks a matrix of that many rows.</summary>
    /// <exception cref="InvalidDataException">It is not that.</exception>
    public static ItemLinks Read(ReadOnlyMemory<byte> bytes, int rows)
    {
        var span = bytes.Span;
        if (span.Length < HeaderBytes) throw new InvalidDataException("it is shorter than its header");
        var foundRows = BinaryPrimitives.ReadInt32LittleEndian(span);
        var links = BinaryPrimitives.ReadInt32LittleEndian(span[4..]);
        if (foundRows != rows) throw new InvalidDataException($"it has {foundRows} rows instead of {rows}");
        if (links < 0 || HeaderBytes + (rows + 1L + 2L * links) * 4 != span.Length)
            throw new InvalidDataException($"it says {links} links in {span.Length} bytes");

        var matrix = new ItemLinks(bytes, rows, links);
        var starts = matrix.Starts;
        if (starts[0] != 0 || starts[^1] != links) throw new InvalidDataException("its rows do not cover its links");
        for (var row = 0; row < rows; row++)
        {
            if (starts[row + 1] < starts[row] || starts[row + 1] > links || starts[row + 1] - starts[row] > MaxRow)
                throw new InvalidDataException($"row {row} has {starts[row + 1] - starts[row]} links");
            var previous = -1;
            foreach (var target in matrix.TargetsOf(row))
            {
                if (target <= previous || target >= rows)
                    throw new InvalidDataException($"row {row} leads to {target} after {previous}");
                previous = target;
            }
        }

        foreach (var weight in MemoryMarshal.Cast<byte, float>(span[^(links * 4)..]))
            if (!float.IsFinite(weight)) throw new InvalidDataException("a weight is not a number");
        return matrix;
    }

    private (int Start, int Count) RangeOf(int row)
    {
        if (row >= Rows) return (0, 0);
        var starts = Starts;
        return (starts[row], starts[row + 1] - starts[row]);
    }

    private ReadOnlySpan<int> Ints(long offset, int count) =>
        MemoryMarshal.Cast<byte, int>(_bytes.Span.Slice((int)offset, count * 4));
}
