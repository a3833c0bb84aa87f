using Profiles.Core.Simulation;

namespace Profiles.Cli.Tests;

public sealed class SeededChanceTests
{
    // Computed by a separate implementation of SplitMix64 and xoshiro256** in another language.
    [Fact]
    public void Numbers_WhenSeeded_AreThoseOfTheReference()
    {
        var chance = new SeededChance(42);
        ulong[] expected = [0x15780B2E0C2EC716, 0x6104D9866D113A7E, 0xAE17533239E499A1];
        Assert.All(expected, number => Assert.Equal(number, chance.NextUInt64()));
    }

    [Fact]
    public void Streams_WhenOfOneSeed_Differ() =>
        Assert.NotEqual(new SeededChance(1, stream: 1).NextUInt64(), new SeededChance(1, stream: 2).NextUInt64());

    [Fact]
    public void Ranks_WhenZipf_FallAsTheirLawSays()
    {
        var chance = new SeededChance(7);
        var counts = new int[1000];
        for (var i = 0; i < 100_000; i++) counts[chance.NextZipf(counts.Length)]++;

        // Of 1 / (rank + 1), the first has ln 2 / ln 1001 = 10.0 % and the second ln 1.5 / ln 1001 = 5.9 %.
        Assert.InRange(counts[0], 9_500, 10_600);
        Assert.InRange(counts[1], 5_400, 6_400);
        Assert.Equal(100_000, counts.Sum());
    }

    [Fact]
    public void WholeNumbers_WhenBounded_StayBelowTheBound()
    {
        var chance = new SeededChance(3);
        var seen = Enumerable.Range(0, 1000).Select(_ => chance.NextInt(5)).ToHashSet();
        Assert.Equal([0, 1, 2, 3, 4], seen.Order());
    }
}
