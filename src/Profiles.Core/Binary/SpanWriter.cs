using System.Buffers;
using System.Buffers.Binary;

namespace Profiles.Core.Binary;

/// <summary>Writes the binary forms of Core to a buffer writer; <see cref="Flush"/> at the end.</summary>
internal ref struct SpanWriter(IBufferWriter<byte> destination)
{
    private const int MinChunk = 512;

    private Span<byte> _span = destination.GetSpan(MinChunk);
    private int _used;

    public void Byte(byte value)
    {
        Reserve(1);
        _span[_used++] = value;
    }

    public void Unsigned(ulong value)
    {
        Reserve(VarInt.MaxLength);
        _used += VarInt.Write(value, _span[_used..]);
    }

    public void Signed(long value) => Unsigned(VarInt.ZigZag(value));

    public void Fixed64(ulong value)
    {
        Reserve(8);
        BinaryPrimitives.WriteUInt64LittleEndian(_span[_used..], value);
        _used += 8;
    }

    public void Double(double value) => Fixed64(BitConverter.DoubleToUInt64Bits(value));

    public void String(string text)
    {
        Reserve(5 + text.Length * 3);
        _used += VarInt.WriteString(text, _span[_used..]);
    }

    public void Bytes(scoped ReadOnlySpan<byte> bytes)
    {
        Unsigned((ulong)bytes.Length);
        Reserve(bytes.Length);
        bytes.CopyTo(_span[_used..]);
        _used += bytes.Length;
    }

    /// <summary>Room for a part that writes itself; <see cref="Advance"/> says how much of it was used.</summary>
    public Span<byte> Room(int bytes)
    {
        Reserve(bytes);
        return _span[_used..];
    }

    public void Advance(int bytes) => _used += bytes;

    public void Flush()
    {
        destination.Advance(_used);
        _used = 0;
        _span = default;
    }

    private void Reserve(int bytes)
    {
        if (_span.Length - _used >= bytes) return;

        destination.Advance(_used);
        _used = 0;
        _span = destination.GetSpan(Math.Max(bytes, MinChunk));
    }
}
