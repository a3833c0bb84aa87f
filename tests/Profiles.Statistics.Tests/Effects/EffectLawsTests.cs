using FsCheck;
using FsCheck.Fluent;
using Profiles.Statistics.Effects;
using Profiles.Statistics.Intervals;
using Profiles.Statistics.Samples;

namespace Profiles.Statistics.Tests.Effects;

public sealed class EffectLawsTests
{
    private static readonly Gen<EffectEstimate> Estimates = Gen.Choose(-1000, 1000).Zip(Gen.Choose(10, 5000))
        .Select(drawn => EffectEstimate.Of(
            MeanStatistic.Of([90, 100, 110]),
            Repeated([100 + drawn.Item1 / 100.0 - 8, 100 + drawn.Item1 / 100.0 + 8], drawn.Item2),
            EffectScale.Relative));

    [Fact]
    public void Intervals_WhenOfAnyEffect_ExcludeZeroJustWherePIsBelowTheLevel() => Laws.Hold(Estimates, estimate =>
    {
        foreach (var side in Enum.GetValues<Alternative>())
        {
            foreach (var result in new[] { WelchTest.Run(estimate, side), ConfidenceSequence.Run(estimate, side) })
            {
                var excludes = result.Interval.Low > 0 || result.Interval.High < 0;
                if (Math.Abs(result.PValue - 0.05) > 1e-9) Assert.Equal(result.PValue < 0.05, excludes);
            }
        }
    });

    [Fact]
    public void ConfidenceSequence_WhenBesideWelch_IsTheWiderOfTheTwo() => Laws.Hold(Gen.Choose(1, 40), thousands =>
    {
        var estimate = EffectEstimate.Of(
            Repeated([1, 3], thousands * 1000), Repeated([1, 4], thousands * 1000), EffectScale.Relative);
        var once = WelchTest.Run(estimate).Interval;
        var always = ConfidenceSequence.Run(estimate).Interval;
        Assert.True(always.High - always.Low > once.High - once.Low);
    });

    [Fact]
    public void Intervals_WhenThereAreMoreUnits_Shrink() => Laws.Hold(
        Gen.Choose(2, 10_000).Zip(Gen.Choose(2, 50)),
        drawn =>
        {
            var (n, times) = drawn;
            foreach (var scale in Enum.GetValues<EffectScale>())
            {
                var few = EffectEstimate.Of(Repeated([1, 3], n), Repeated([2, 3], n), scale);
                var many = EffectEstimate.Of(Repeated([1, 3], n * times), Repeated([2, 3], n * times), scale);
                Assert.True(Width(WelchTest.Run(many)) < Width(WelchTest.Run(few)));
                Assert.True(Width(ConfidenceSequence.Run(many)) < Width(ConfidenceSequence.Run(few)));
            }
        });

    [Fact]
    public void Effect_WhenThePastExplainsUnits_HasASmallerErrorThanWithoutIt() => Laws.Hold(
        Gen.Choose(-100, 100).ArrayOf(40),
        noise =>
        {
            var pre = Enumerable.Range(0, 40).Select(i => 100.0 + i).ToArray();
            var post = pre.Select((value, i) => value + noise[i] / 50.0).ToArray();
            var adjusted = new AdjustedMeanStatistic(
                MeanStatistic.Of(post), MeanStatistic.Of(pre), post.Zip(pre, (x, y) => x * y).Sum());
            var without = EffectEstimate.Of(adjusted.Post, adjusted.Post, EffectScale.Absolute);
            var with = EffectEstimate.Of(adjusted, adjusted, EffectScale.Absolute);
            Assert.True(with.StandardError < without.StandardError / 2);
        });

    private static double Width(EffectResult result) => result.Interval.High - result.Interval.Low;

    // The values over and over, as sums.
    private static MeanStatistic Repeated(double[] values, int times) =>
        new(values.Length * (long)times, times * values.Sum(), times * values.Sum(value => value * value));
}
