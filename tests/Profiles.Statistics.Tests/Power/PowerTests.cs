using FsCheck.Fluent;
using Profiles.Statistics.Bayesian;
using Profiles.Statistics.Effects;
using Profiles.Statistics.Power;
using Profiles.Statistics.Samples;

namespace Profiles.Statistics.Tests.Power;

public sealed class PowerTests
{
    private static readonly PowerOptions Usual = new();

    private static readonly MetricExpectation Share = MetricExpectation.OfProportion(0.1);

    public static TheoryData<double, double, double, Insufficiency> Degenerate => new()
    {
        { 0, 1, 1000, Insufficiency.ZeroBaseline },
        { 1, 0, 1000, Insufficiency.NoVariance },
        { 1, double.NaN, 1000, Insufficiency.NotFinite },
        { double.NaN, 1, 1000, Insufficiency.NotFinite },
        { 1, -1, 1000, Insufficiency.OutOfRange },
        { 1, 1, 3, Insufficiency.TooFewUnits },
        { 1, 1, -5, Insufficiency.TooFewUnits },
        { 1, 1, double.PositiveInfinity, Insufficiency.NotFinite },
    };

    [Theory]
    [MemberData(nameof(Degenerate))]
    public void Power_WhenInputIsDegenerate_SaysWhatIsMissing(
        double mean, double variance, double units, Insufficiency expected)
    {
        var metric = new MetricExpectation(mean, variance);
        Assert.Equal(new PowerAnswer(expected, 0), PowerAnalysis.Power(metric, 0.1, units, Usual));
        Assert.Equal(new PowerAnswer(expected, 0), PowerAnalysis.MinimumDetectableEffect(metric, units, Usual));
    }

    [Fact]
    public void MinimumDetectableEffect_WhenThereAreHardlyUnits_IsOutOfReach()
    {
        var noisy = new MetricExpectation(1, 1e6);
        Assert.Equal(
            Insufficiency.OutOfReach, PowerAnalysis.MinimumDetectableEffect(noisy, 100, Usual).Insufficiency);
        Assert.Equal(
            Insufficiency.OutOfReach,
            PowerAnalysis.MinimumDetectableEffect(noisy, 100, Usual with { Prior = NormalPrior.Usual }).Insufficiency);
    }

    [Fact]
    public void MinimumDetectableEffect_WhenFoundAgain_HasThePowerAskedFor() => Laws.Hold(
        Gen.Choose(2_000, 10_000_000).Zip(Gen.Choose(2, 5)),
        drawn =>
        {
            var options = Usual with { Variants = drawn.Item2 };
            foreach (var how in new[] { options, options with { SequentialTuning = 5000 } })
            {
                var effect = PowerAnalysis.MinimumDetectableEffect(Share, drawn.Item1, how);
                if (effect.IsKnown)
                    Assert.Equal(0.8, PowerAnalysis.Power(Share, effect.Value, drawn.Item1, how).Value, 1e-6);
            }
        });

    [Fact]
    public void SampleSize_WhenPlayedBack_HasThePowerAskedFor() => Laws.Hold(Gen.Choose(1, 100), hundredths =>
    {
        var units = SampleSize.Total(hundredths / 100.0, 9, 9).Value;
        Assert.Equal(0.8, SampleSize.Power(hundredths / 100.0, 9, units / 2, units / 2).Value, 2e-3);
    });

    [Theory]
    [InlineData(0, 1, 1, Insufficiency.OutOfReach)]
    [InlineData(0.1, 0, 0, Insufficiency.NoVariance)]
    [InlineData(0.1, -1, 1, Insufficiency.OutOfRange)]
    [InlineData(double.NaN, 1, 1, Insufficiency.NotFinite)]
    public void SampleSize_WhenInputIsDegenerate_SaysWhatIsMissing(
        double effect, double ofControl, double ofTreatment, Insufficiency expected) =>
        Assert.Equal(expected, SampleSize.Total(effect, ofControl, ofTreatment).Insufficiency);

    [Fact]
    public void SampleSize_WhenASharePassesTheWhole_IsOutOfRange() =>
        Assert.Equal(Insufficiency.OutOfRange, SampleSize.TotalOfProportions(0.2, 0.9).Insufficiency);

    [Theory]
    [InlineData(1, 1, 0, 10, Insufficiency.TooFewUnits)]
    [InlineData(1, 0, 10, 10, Insufficiency.NoVariance)]
    [InlineData(double.NaN, 1, 10, 10, Insufficiency.NotFinite)]
    public void SampleSizePower_WhenInputIsDegenerate_SaysWhatIsMissing(
        double effect, double variance, double a, double b, Insufficiency expected) =>
        Assert.Equal(expected, SampleSize.Power(effect, variance, a, b).Insufficiency);

    [Fact]
    public void RemainingUnits_WhenNothingIsMeasured_SaysWhy()
    {
        var nothing = EffectEstimate.Of(MeanStatistic.Empty, MeanStatistic.Empty, EffectScale.Relative);
        Assert.Equal(Insufficiency.TooFewUnits, RemainingUnits.Factor(nothing, 0.1, Usual).Insufficiency);
    }

    [Fact]
    public void RemainingUnits_WhenThereAreEnough_AreNone()
    {
        var present = EffectEstimate.Of(
            new ProportionStatistic(1_000_000, 100_000), new ProportionStatistic(1_000_000, 100_000),
            EffectScale.Relative);
        Assert.Equal(0, RemainingUnits.Factor(present, 0.1, Usual).Value);
        Assert.Equal(Insufficiency.OutOfReach, RemainingUnits.Factor(present, 0, Usual).Insufficiency);
        Assert.Equal(Insufficiency.NotFinite, RemainingUnits.Factor(present, double.NaN, Usual).Insufficiency);
    }

    [Theory]
    [InlineData(0.9, 0.8, 2)]
    [InlineData(0.05, 1, 2)]
    [InlineData(0.05, 0.8, 1)]
    public void Power_WhenOptionsAreNone_RefusesThem(double alpha, double target, int variants) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PowerAnalysis.Power(
            Share, 0.1, 1000, new PowerOptions { Alpha = alpha, TargetPower = target, Variants = variants }));

    [Fact]
    public void GroupSequential_WhenThereIsOneLookAtTheEnd_IsTheFixedHorizon()
    {
        Assert.Equal(0.05, GroupSequential.AdjustedAlphas([1000], 1000)[0], 1e-9);
        Assert.Equal(0.05, GroupSequential.AdjustedAlphas([1000], 1000, twoSided: false)[0], 1e-9);
        Assert.Empty(GroupSequential.AdjustedAlphas([], 1000));
    }

    [Fact]
    public void GroupSequential_WhenALookBringsNothingNew_KeepsItsLevel()
    {
        var levels = GroupSequential.AdjustedAlphas([500, 500, 1000], 1000);
        Assert.Equal(levels[0], levels[1]);
        Assert.True(levels[2] is > 0.03 and < 0.05);
    }

    [Fact]
    public void GroupSequential_WhenUnitsFall_AreRefused() =>
        Assert.Throws<ArgumentException>(() => GroupSequential.AdjustedAlphas([500, 400], 1000));
}
