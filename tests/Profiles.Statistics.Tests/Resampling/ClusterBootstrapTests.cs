using Profiles.Statistics.Resampling;

namespace Profiles.Statistics.Tests.Resampling;

public sealed class ClusterBootstrapTests
{
    [Fact]
    public void OfMean_WhenValuesAreIndependent_IsNearTheNormalInterval()
    {
        // 10,000 of which 2,000 are 1: the mean's standard error is sqrt(0.2 · 0.8 / 10,000) = 0.004.
        var values = new double[10_000];
        values.AsSpan(0, 2_000).Fill(1);
        var clusters = Enumerable.Range(0, values.Length).ToArray();

        var interval = new ClusterBootstrap(clusters, new BootstrapOptions { Resamples = 5_000 }).OfMean(values);
        Assert.InRange(interval.Low, 0.2 - 1.96 * 0.004 - 0.001, 0.2 - 1.96 * 0.004 + 0.001);
        Assert.InRange(interval.High, 0.2 + 1.96 * 0.004 - 0.001, 0.2 + 1.96 * 0.004 + 0.001);
    }

    [Fact]
    public void OfMean_WhenAClusterRepeatsOneValue_IsWiderThanOverSingles()
    {
        // Ten copies of each of 400 values: as much as 400 values say, not 4,000.
        var values = Enumerable.Range(0, 4_000).Select(index => index / 10 % 4 == 0 ? 1.0 : 0.0).ToArray();
        var options = new BootstrapOptions();
        var singles = new ClusterBootstrap([.. Enumerable.Range(0, 4_000)], options).OfMean(values);
        var clustered = new ClusterBootstrap([.. Enumerable.Range(0, 4_000).Select(index => index / 10)], options)
            .OfMean(values);
        Assert.InRange((clustered.High - clustered.Low) / (singles.High - singles.Low), 2.7, 3.7);
    }

    [Fact]
    public void OfMean_WhenSeedIsTheSame_IsTheSame()
    {
        double[] values = [0, 1, 1, 0, 5, 2, 0.5];
        var first = Of(values, seed: 7);
        Assert.Equal(first, Of(values, seed: 7));
        Assert.NotEqual(first, Of(values, seed: 8));
    }

    [Fact]
    public void OfMean_WhenAllValuesAreEqual_IsThatValue() => Assert.Equal(new Interval(2, 2), Of([2, 2, 2], seed: 1));

    private static Interval Of(double[] values, ulong seed) => new ClusterBootstrap(
        [.. Enumerable.Range(0, values.Length)], new BootstrapOptions { Seed = seed, Resamples = 101 }).OfMean(values);
}
