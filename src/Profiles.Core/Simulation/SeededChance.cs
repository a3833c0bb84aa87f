using System.Numerics;

namespace Profiles.Core.Simulation;

/// <summary>
/// A seeded source of chance, the same on every machine: xoshiro256** (Blackman and Vigna, "Scrambled linear
/// pseudorandom number generators", 2018), its state filled by SplitMix64 from the seed.
/// </summary>
/// <remarks>Mutable and of one owner; not for secrets.</remarks>
public sealed class SeededChance
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    /// <summary>Creates a source; the same seed and stream give the same numbers.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="stream">Which of the independent sequences of the seed, for example one a viewer.</param>
    public SeededChance(ulong seed, ulong stream = 0)
    {
        var state = seed ^ (stream * 0xD1B54A32D192ED03);
        _a = SplitMix(ref state);
        _b = SplitMix(ref state);
        _c = SplitMix(ref state);
        _d = SplitMix(ref state);
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>A number from 0 up to but not including 1, in steps of 2^-53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number from 0 up to but not including the bound. Biased by less than 2^-32.</summary>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        return (int)Math.BigMul(NextUInt64(), (ulong)bound, out _);
    }

    /// <summary>Whether something of this probability happens.</summary>
    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>A normally distributed number (Box and Muller).</summary>
    public double NextGaussian(double mean, double deviation)
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return mean + deviation * radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <summary>
    /// A rank from 0 up to but not including the count, of probability nearly proportional to 1 / (rank + 1):
    /// Zipf's law with exponent 1, by inverting its integral.
    /// </summary>
    public int NextZipf(int count)
    {
        var rank = (int)Math.Exp(NextDouble() * Math.Log(count + 1.0)) - 1;
        return Math.Min(rank, count - 1);
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
