using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Profiles.Core.Models;

/// <summary>
/// Factors of contents that nobody chose yet, worked out from what their text is like. Immutable.
/// </summary>
/// <remarks>
/// <code>
/// int32 contents | int32 dimensions | float32 factors[contents × dimensions]
/// | each content, ascending in ordinal order: int32 bytes | id in UTF-8
/// </code>
/// </remarks>
public sealed class TextFactors
{
    private const int HeaderBytes = 8;

    private readonly ReadOnlyMemory<byte> _factors;

    private TextFactors(string[] items, int dimensions, ReadOnlyMemory<byte> factors)
    {
        Items = items;
        Dimensions = dimensions;
        _factors = factors;
    }

    /// <summary>The ids of the contents, ascending in ordinal order.</summary>
    public IReadOnlyList<string> Items { get; }

    /// <summary>The length of a factor.</summary>
    public int Dimensions { get; }

    /// <summary>The factor of a content.</summary>
    public ReadOnlySpan<float> this[int index] =>
        MemoryMarshal.Cast<byte, float>(_factors.Span.Slice((int)((long)index * Dimensions * 4), Dimensions * 4));

    /// <summary>The bytes of <c>text.bin</c>.</summary>
    /// <param name="items">The ids, ascending in ordinal order.</param>
    /// <param name="dimensions">The length of a factor.</param>
    /// <param name="factors">The factors, row by row, finite.</param>
    public static byte[] Write(IReadOnlyList<string> items, int dimensions, ReadOnlySpan<float> factors)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(factors.Length, items.Count * dimensions);
        var ids = items.Select(Encoding.UTF8.GetBytes).ToArray();
        var bytes = new byte[HeaderBytes + factors.Length * 4 + ids.Sum(id => 4 + id.Length)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, items.Count);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), dimensions);
        MemoryMarshal.AsBytes(factors).CopyTo(bytes.AsSpan(HeaderBytes));
        var rest = bytes.AsSpan(HeaderBytes + factors.Length * 4);
        foreach (var id in ids)
        {
            BinaryPrimitives.WriteInt32LittleEndian(rest, id.Length);
            id.CopyTo(rest[4..]);
            rest = rest[(4 + id.Length)..];
        }

        return bytes;
    }

    /// <summary>Reads and checks what <see cref="Write"/> wrote.</summary>
    /// <param name="bytes">The bytes; they must not change afterwards.</param>
    /// <param name="dimensions">The length of the model's factors.</param>
    /// <exception cref="InvalidDataException">It is not that.</exception>
    public static TextFactors Read(ReadOnlyMemory<byte> bytes, int dimensions)
    {
        var span = bytes.Span;
        if (span.Length < HeaderBytes) throw new InvalidDataException("it is shorter than its header");
        var count = BinaryPrimitives.ReadInt32LittleEndian(span);
        var found = BinaryPrimitives.ReadInt32LittleEndian(span[4..]);
        if (dimensions == 0 || found != dimensions)
            throw new InvalidDataException($"its factors have {found} dimensions, those of the items {dimensions}");
        var length = (long)count * dimensions * 4;
        if (count is < 0 or > RankingModel.MaxItems || HeaderBytes + length > span.Length)
            throw new InvalidDataException($"it says {count} contents in {span.Length} bytes");

        foreach (var value in MemoryMarshal.Cast<byte, float>(span.Slice(HeaderBytes, (int)length)))
            if (!float.IsFinite(value)) throw new InvalidDataException("it has a value that is not a number");
        return new TextFactors(
            ReadIds(span[(int)(HeaderBytes + length)..], count), dimensions, bytes.Slice(HeaderBytes, (int)length));
    }

    private static string[] ReadIds(ReadOnlySpan<byte> rest, int count)
    {
        var ids = new string[count];
        for (var i = 0; i < count; i++)
        {
            var length = rest.Length < 4 ? -1 : BinaryPrimitives.ReadInt32LittleEndian(rest);
            if (length < 0 || length > rest.Length - 4) throw new InvalidDataException($"it ends within id {i}");
            ids[i] = Encoding.UTF8.GetString(rest.Slice(4, length));
            if (i > 0 && string.CompareOrdinal(ids[i - 1], ids[i]) >= 0)
                throw new InvalidDataException($"'{ids[i]}' follows '{ids[i - 1]}'");
            rest = rest[(4 + length)..];
        }

        return rest.IsEmpty ? ids : throw new InvalidDataException("it goes on after its last id");
    }
}
