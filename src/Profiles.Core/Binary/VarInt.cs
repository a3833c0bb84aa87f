using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Profiles.Core.Binary;

/// <summary>
/// Unsigned LEB128: seven bits a byte, the low ones first, the high bit set on all but the last byte. Signed values are
/// zigzag coded. A string is its length in UTF-8 bytes, then the bytes.
/// </summary>
internal static class VarInt
{
    public const int MaxLength = 10;

    public static int Write(ulong value, Span<byte> destination)
    {
        var length = 0;
        while (value >= 0x80)
        {
            destination[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        destination[length++] = (byte)value;
        return length;
    }

    public static int WriteString(string text, Span<byte> destination)
    {
        // Nearly every length takes one byte: write the text behind one, and move it where it took more.
        var bytes = Encoding.UTF8.GetBytes(text, destination[1..]);
        if (bytes < 0x80)
        {
            destination[0] = (byte)bytes;
            return bytes + 1;
        }

        var prefix = LengthOf((ulong)bytes);
        destination.Slice(1, bytes).CopyTo(destination[prefix..]);
        Write((ulong)bytes, destination);
        return prefix + bytes;
    }

    public static int LengthOf(ulong value) => (70 - BitOperations.LeadingZeroCount(value | 1)) / 7;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long UnZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);
}
