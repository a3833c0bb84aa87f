using System.Numerics;
using System.Runtime.InteropServices;

namespace Profiles.Storage;

/// <summary>
/// CRC-32C (Castagnoli) by the processor's own instruction, eight bytes a step. Running values are not inverted:
/// start from a seed, feed the pieces, then take <see cref="Finish"/>.
/// </summary>
internal static class Crc32C
{
    public const uint Start = uint.MaxValue;

    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
            crc = BitOperations.Crc32C(crc, word);
        foreach (var rest in bytes[(words.Length * sizeof(ulong))..])
            crc = BitOperations.Crc32C(crc, rest);
        return crc;
    }

    public static uint Append(uint crc, uint word) => BitOperations.Crc32C(crc, word);

    public static uint Finish(uint crc) => ~crc;

    public static uint Of(ReadOnlySpan<byte> bytes) => Finish(Append(Start, bytes));
}
