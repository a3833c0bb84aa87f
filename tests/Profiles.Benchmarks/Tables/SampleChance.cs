namespace Profiles.Benchmarks.Tables;

/// <summary>SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): cheap to begin anew for each user.</summary>
internal struct SampleChance(int number)
{
    private ulong _state = (ulong)number;

    public int Next(int bound) => (int)Math.BigMul(NextBits(), (ulong)bound, out _);

    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    public ulong NextBits()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
