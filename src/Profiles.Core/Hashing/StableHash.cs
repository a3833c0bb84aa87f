using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Profiles.Core.Hashing;

/// <summary>
/// A hash that is the same in every process, on every machine and in every version, so that it can be stored and can
/// route: MurmurHash3 x64 128 (Austin Appleby, public domain). Not for secrets: collisions can be constructed.
/// </summary>
public static class StableHash
{
    private const ulong C1 = 0x87c37b91114253d5;
    private const ulong C2 = 0x4cf5ad432745937f;
    private const int StackBytes = 384;

    /// <summary>The 128-bit hash of bytes; the first half of the reference digest is the upper 64 bits.</summary>
    public static UInt128 Hash128(ReadOnlySpan<byte> bytes, uint seed = 0)
    {
        var (first, second) = Compute(bytes, seed);
        return new UInt128(first, second);
    }

    /// <summary>The 128-bit hash of a string's UTF-8 form.</summary>
    [SkipLocalsInit]
    public static UInt128 Hash128(ReadOnlySpan<char> text, uint seed = 0)
    {
        if (text.Length > StackBytes / 3) return Hash128(Encode(text), seed);

        Span<byte> buffer = stackalloc byte[StackBytes];
        return Hash128(buffer[..Encoding.UTF8.GetBytes(text, buffer)], seed);
    }

    /// <summary>The upper 64 bits of <see cref="Hash128(ReadOnlySpan{byte}, uint)"/>.</summary>
    public static ulong Hash64(ReadOnlySpan<byte> bytes, uint seed = 0) => Compute(bytes, seed).First;

    /// <summary>The 64-bit hash of a string's UTF-8 form.</summary>
    [SkipLocalsInit]
    public static ulong Hash64(ReadOnlySpan<char> text, uint seed = 0)
    {
        if (text.Length > StackBytes / 3) return Hash64(Encode(text), seed);

        Span<byte> buffer = stackalloc byte[StackBytes];
        return Hash64(buffer[..Encoding.UTF8.GetBytes(text, buffer)], seed);
    }

    /// <summary>Mixes two 64-bit values into one; not commutative.</summary>
    public static ulong Combine(ulong first, ulong second) =>
        Finish(first ^ BitOperations.RotateLeft(second * C1, 31) * C2);

    private static byte[] Encode(ReadOnlySpan<char> text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }

    private static (ulong First, ulong Second) Compute(ReadOnlySpan<byte> bytes, uint seed)
    {
        ulong h1 = seed;
        ulong h2 = seed;
        var length = (ulong)bytes.Length;

        while (bytes.Length >= 16)
        {
            h1 ^= Mix1(BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            h1 = (BitOperations.RotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
            h2 ^= Mix2(BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
            h2 = (BitOperations.RotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
            bytes = bytes[16..];
        }

        if (bytes.Length > 8) h2 ^= Mix2(ReadTail(bytes[8..]));
        if (bytes.Length > 0) h1 ^= Mix1(ReadTail(bytes.Length > 8 ? bytes[..8] : bytes));

        h1 ^= length;
        h2 ^= length;
        h1 += h2;
        h2 += h1;
        h1 = Finish(h1);
        h2 = Finish(h2);
        h1 += h2;
        h2 += h1;
        return (h1, h2);
    }

    private static ulong ReadTail(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 8) return BinaryPrimitives.ReadUInt64LittleEndian(bytes);

        ulong value = 0;
        for (var i = bytes.Length - 1; i >= 0; i--) value = (value << 8) | bytes[i];
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix1(ulong k) => BitOperations.RotateLeft(k * C1, 31) * C2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix2(ulong k) => BitOperations.RotateLeft(k * C2, 33) * C1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Finish(ulong k)
    {
        k = (k ^ (k >> 33)) * 0xff51afd7ed558ccd;
        k = (k ^ (k >> 33)) * 0xc4ceb9fe1a85ec53;
        return k ^ (k >> 33);
    }
}
