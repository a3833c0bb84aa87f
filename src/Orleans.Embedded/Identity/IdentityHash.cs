using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Orleans.Embedded.Activations;

/// <summary>
/// Hash of identities, seeded per process: keys come from clients, who must not be able to choose collisions.
/// It is never stored.
/// </summary>
internal static class IdentityHash
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;
    private static readonly ulong Seed = MemoryMarshal.Read<ulong>(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    public static int Compute(ReadOnlySpan<byte> bytes)
    {
        var hash = Seed ^ (ulong)bytes.Length;
        while (bytes.Length >= sizeof(ulong))
        {
            hash = Mix(hash, MemoryMarshal.Read<ulong>(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        var tail = 0UL;
        foreach (var value in bytes)
            tail = (tail << 8) | value;
        hash = Mix(hash, tail);
        return (int)(hash ^ (hash >> 32));
    }

    private static ulong Mix(ulong hash, ulong value)
    {
        var high = Math.BigMul(hash ^ value, Multiplier, out var low);
        return BitOperations.RotateLeft(high ^ low, 23) + Seed;
    }
}
