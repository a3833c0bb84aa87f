using FsCheck;
using FsCheck.Fluent;
using Profiles.Statistics.Effects;
using Profiles.Statistics.Samples;

namespace Profiles.Statistics.Tests.Samples;

public sealed class ValueHistogramTests
{
    private static readonly Gen<double[]> Values = Gen.Choose(-20, 20).Select(value => value / 4.0).ArrayOf();

    [Fact]
    public void Histogram_WhenMerged_IsThatOfAllValues() => Laws.Hold(
        Values.Three(),
        drawn =>
        {
            var (a, b, c) = (
                ValueHistogram.Of(drawn.Item1), ValueHistogram.Of(drawn.Item2), ValueHistogram.Of(drawn.Item3));
            var all = ValueHistogram.Of(drawn.Item1.Concat(drawn.Item2).Concat(drawn.Item3)).Entries;
            Assert.Equal(all, a.Merge(b).Merge(c).Entries);
            Assert.Equal(all, c.Merge(b.Merge(a)).Entries);
            Assert.Equal(a.Entries, a.Merge(ValueHistogram.Empty).Entries);
        });

    [Fact]
    public void Histogram_WhenAsked_AnswersAsTheSortedValuesDo() => Laws.Hold(
        Values.Zip(Gen.Choose(0, 100)),
        drawn =>
        {
            var (values, percent) = drawn;
            if (values.Length == 0) return;
            var sorted = values.Order().ToArray();
            var histogram = ValueHistogram.Of(values);
            var place = percent / 100.0 * (sorted.Length - 1);
            var below = (int)place;
            var expected = sorted[below]
                + (place - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]);
            Assert.Equal(expected, histogram.Quantile(percent / 100.0), 1e-12);
            Assert.Equal(values.Count(value => value <= expected), histogram.CountUpTo(expected));
            Assert.Equal(MeanStatistic.Of(values), histogram.ToMean());
        });

    [Fact]
    public void Histogram_WhenEmpty_HasNoQuantile()
    {
        Assert.Equal(0, ValueHistogram.Empty.Quantile(0.5));
        Assert.Equal(0, ValueHistogram.Empty.CountUpTo(5));
        Assert.Equal(MeanStatistic.Empty, ValueHistogram.Empty.ToMean());
    }

    [Fact]
    public void Histogram_WhenAValueIsNotANumber_IsRefused() =>
        Assert.Throws<ArgumentException>(() => ValueHistogram.Of([1, double.NaN]));

    [Fact]
    public void Winsorization_WhenApplied_CutsOnlyWhatIsAboveTheCap()
    {
        var all = ValueHistogram.Of(Enumerable.Range(0, 101).Select(i => (double)i));
        Assert.Equal(90, Winsorization.Cap(all, 0.9), 1e-12);
        Assert.Equal([5, 90, 90], Winsorization.Apply([5, 90, 1000], 90));
        Assert.Equal(90, Winsorization.Apply(all, 90).Quantile(1));
        Assert.Equal(101, Winsorization.Apply(all, 90).Count);
    }

    [Fact]
    public void Winsorization_WhenMostUnitsDidNothing_MayLeaveThemOut()
    {
        var active = Enumerable.Range(1, 100).Select(i => (double)i);
        var all = ValueHistogram.Of(Enumerable.Repeat(0.0, 900).Concat(active));
        Assert.Equal(0, Winsorization.Cap(all, 0.5));
        Assert.Equal(50.5, Winsorization.Cap(all, 0.5, ignoreZeros: true));
    }

    [Fact]
    public void Winsorization_WhenThereIsNoValue_CutsNothing()
    {
        Assert.Equal(double.PositiveInfinity, Winsorization.Cap(ValueHistogram.Empty));
        Assert.Equal(double.PositiveInfinity, Winsorization.Cap(ValueHistogram.Of([0, 0]), ignoreZeros: true));
        Assert.Throws<ArgumentOutOfRangeException>(() => Winsorization.Cap(ValueHistogram.Empty, 0));
    }

    [Fact]
    public void Quantile_WhenOfUniformValues_HasTheErrorOfTheirDensity()
    {
        // Of n uniform values on 0..1 the standard error is √(ν(1 - ν)/n).
        const int n = 100_000;
        var statistic = QuantileStatistic.Of(ValueHistogram.Of(Enumerable.Range(0, n).Select(i => i / (n - 1.0))), 0.9);
        Assert.Equal(0.9, statistic.Value, 1e-9);
        Assert.Equal(0.3, Math.Sqrt(statistic.Variance), 1e-5);
        Assert.Equal(Insufficiency.None, statistic.Check());
    }

    [Fact]
    public void Quantile_WhenEveryUnitHasOneValue_IsTheIndependentOne()
    {
        const long n = 10_000;
        var independent = new QuantileStatistic(n, n, 0.9, 5, 4.9, 5.1);
        var below = new MeanStatistic(n, 9000, 9000);
        var clustered = independent with { Clusters = new RatioStatistic(below, new MeanStatistic(n, n, n), 9000) };
        Assert.Equal(1, clustered.Variance / independent.Variance, 2.0 / n);
    }

    [Fact]
    public void Quantile_WhenUnitsBringManyLikeValues_HasAGreaterError()
    {
        // A thousand units of ten equal values each: as much is known as of a thousand values.
        var independent = new QuantileStatistic(10_000, 10_000, 0.9, 5, 4.9, 5.1);
        var below = new MeanStatistic(1000, 9000, 90_000);
        var clustered = independent with
        {
            Clusters = new RatioStatistic(below, new MeanStatistic(1000, 10_000, 100_000), 90_000),
        };
        Assert.Equal(10, clustered.Variance / independent.Variance, 0.02);
    }

    public static TheoryData<QuantileStatistic, Insufficiency> Degenerate => new()
    {
        { QuantileStatistic.Of(ValueHistogram.Empty, 0.9), Insufficiency.TooFewUnits },
        { new QuantileStatistic(30, 30, 0.9, 5, 4, 6), Insufficiency.TooFewUnits },
        { new QuantileStatistic(500, 500, 0.9, 5, 5, 5), Insufficiency.NoVariance },
        { new QuantileStatistic(500, 500, 1, 5, 4, 6), Insufficiency.OutOfRange },
        { new QuantileStatistic(500, 500, 0.9, double.NaN, 4, 6), Insufficiency.NotFinite },
        {
            new QuantileStatistic(500, 500, 0.9, 5, 4, 6) { Clusters = RatioStatistic.Empty },
            Insufficiency.TooFewUnits
        },
    };

    [Theory]
    [MemberData(nameof(Degenerate))]
    public void Quantile_WhenInputIsDegenerate_SaysWhatIsMissing(QuantileStatistic statistic, Insufficiency expected) =>
        Assert.Equal(expected, EffectEstimate.Of(statistic, statistic, EffectScale.Absolute).Insufficiency);
}
