using System.Buffers.Binary;
using System.Text;
using Profiles.Core.Text;

namespace Profiles.Core.Binary;

/// <summary>
/// Reads what <see cref="SpanWriter"/> wrote. Bytes that end too early or make no sense throw InvalidDataException.
/// </summary>
internal ref struct SpanReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    public readonly int Position => _position;

    public readonly int Remaining => _bytes.Length - _position;

    public byte Byte()
    {
        if (_position >= _bytes.Length) throw TooShort();
        return _bytes[_position++];
    }

    public ulong Unsigned()
    {
        if (_position < _bytes.Length && _bytes[_position] < 0x80) return _bytes[_position++];

        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = Byte();
            if (shift == 63 && next > 1) break;
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }

        throw new InvalidDataException($"The number before byte {_position} is longer than 64 bits.");
    }

    public long Signed() => VarInt.UnZigZag(Unsigned());

    public uint UInt32()
    {
        var value = Unsigned();
        return value <= uint.MaxValue ? (uint)value : throw OutOfRange(value);
    }

    public int Int32()
    {
        var value = Unsigned();
        return value <= int.MaxValue ? (int)value : throw OutOfRange(value);
    }

    /// <summary>
    /// A count of items that take at least <paramref name="minItemBytes"/> each, so that damage cannot allocate.
    /// </summary>
    public int Count(int minItemBytes, int max)
    {
        var value = Unsigned();
        if (value > (ulong)max || value * (ulong)minItemBytes > (ulong)Remaining) throw OutOfRange(value);
        return (int)value;
    }

    public ulong Fixed64()
    {
        if (Remaining < 8) throw TooShort();
        var value = BinaryPrimitives.ReadUInt64LittleEndian(_bytes[_position..]);
        _position += 8;
        return value;
    }

    public double Double() => BitConverter.UInt64BitsToDouble(Fixed64());

    public ReadOnlySpan<byte> Bytes()
    {
        var length = Unsigned();
        if (length > (ulong)Remaining) throw TooShort();
        var value = _bytes.Slice(_position, (int)length);
        _position += (int)length;
        return value;
    }

    /// <summary>A number of bytes that both sides know.</summary>
    public ReadOnlySpan<byte> Raw(int length)
    {
        if (length > Remaining) throw TooShort();
        var value = _bytes.Slice(_position, length);
        _position += length;
        return value;
    }

    public string String() => Encoding.UTF8.GetString(Bytes());

    public string String(Utf8StringPool pool) => pool.GetOrAdd(Bytes());

    private readonly InvalidDataException TooShort() => new($"The bytes end at {_bytes.Length}, inside a value.");

    private readonly InvalidDataException OutOfRange(ulong value) =>
        new($"The number {value} before byte {_position} is out of range.");
}
