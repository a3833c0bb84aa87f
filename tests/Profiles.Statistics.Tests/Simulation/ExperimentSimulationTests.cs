using Profiles.Statistics.Experiments;
using Profiles.Statistics.Simulation;

namespace Profiles.Statistics.Tests.Simulation;

public sealed class ExperimentSimulationTests
{
    // Four standard errors of a share of 0.05 or 0.95 in 1,000 runs: 4 √(0.05 · 0.95 / 1000).
    private const double FourErrors = 0.0276;

    private static readonly AnalysisOptions Once = new() { Sequential = false };

    private static readonly SimulationOptions Experiment = new() { Units = 10_000, Seed = 2026 };

    [Theory]
    [InlineData(OutcomeShape.Normal, 10, 5, null)]
    [InlineData(OutcomeShape.Normal, 10, 5, 0.7)]
    [InlineData(OutcomeShape.LogNormal, 10, 15, null)]
    [InlineData(OutcomeShape.Proportion, 0.2, 1, null)]
    [InlineData(OutcomeShape.Proportion, 0.2, 1, 0.6)]
    [InlineData(OutcomeShape.Ratio, 10, 5, null)]
    [InlineData(OutcomeShape.Ratio, 10, 5, 0.7)]
    public void FalsePositives_WhenVariantsAreTheSame_AreAsManyAsAllowed(
        OutcomeShape shape, double mean, double deviation, double? correlation)
    {
        var summary = ExperimentSimulation.Run(
            Experiment with
            {
                Units = 2000, Shape = shape, Mean = mean, StandardDeviation = deviation,
                CorrelationWithPast = correlation,
            },
            Once);
        Assert.InRange(summary.FoundShare, 0.05 - FourErrors, 0.05 + FourErrors);
        Assert.InRange(summary.CoveredShare, 0.95 - FourErrors, 0.95 + FourErrors);
    }

    [Theory]
    [InlineData(OutcomeShape.Normal, 10, 5, 20_000)]
    [InlineData(OutcomeShape.Ratio, 10, 5, 20_000)]
    [InlineData(OutcomeShape.Proportion, 0.5, 1, 40_000)]
    public void KnownEffect_WhenOfThreePercent_IsFoundAndCovered(
        OutcomeShape shape, double mean, double deviation, int units)
    {
        var summary = ExperimentSimulation.Run(
            Experiment with
            {
                Units = units, Shape = shape, Mean = mean, StandardDeviation = deviation, RelativeLift = 0.03,
            },
            Once);
        Assert.InRange(summary.CoveredShare, 0.95 - FourErrors, 0.95 + FourErrors);
        Assert.InRange(summary.MeanEffect, 0.029, 0.031);
        Assert.True(summary.FoundRightly >= 780, $"{summary}");
        Assert.True(summary.Found - summary.FoundRightly <= 2, $"{summary}");
    }

    [Fact]
    public void KnownEffect_WhenThePastIsKnown_IsFoundMoreOften()
    {
        var weak = Experiment with
        {
            Runs = 300, Units = 4000, RelativeLift = 0.03, CorrelationWithPast = 0.8,
        };
        var with = ExperimentSimulation.Run(weak, Once);
        var without = ExperimentSimulation.Run(weak, Once with { AdjustByPast = false });
        Assert.True(with.Found > without.Found + 50, $"{with} {without}");
        // √(1 - 0.8²) of the width.
        Assert.Equal(0.6, with.MeanWidth / without.MeanWidth, 0.02);
    }

    [Fact]
    public void FalsePositives_WhenLookedAtTwentyTimes_HoldOnlyForSequentialIntervals()
    {
        var peeking = Experiment with { Units = 4000, Looks = 20 };
        var always = ExperimentSimulation.Run(peeking, new AnalysisOptions());
        var once = ExperimentSimulation.Run(peeking, Once);
        Assert.True(always.FoundShare <= 0.05 + FourErrors, $"{always}");
        Assert.True(always.CoveredShare >= 0.95 - FourErrors, $"{always}");
        Assert.True(once.FoundShare > 0.15, $"{once}");
    }

    [Fact]
    public void HealthChecks_WhenNothingIsWrong_HardlyAlert()
    {
        // One in a thousand is allowed; seven of a thousand would come once in ten thousand.
        var summary = ExperimentSimulation.Run(Experiment with { Units = 500 }, Once);
        Assert.InRange(summary.Untrusted, 0, 6);
    }

    [Fact]
    public void Simulation_WhenRunAgain_IsTheSame()
    {
        var few = Experiment with { Runs = 20, Units = 500 };
        Assert.Equal(ExperimentSimulation.Run(few, Once), ExperimentSimulation.Run(few, Once));
        Assert.NotEqual(
            ExperimentSimulation.Run(few, Once), ExperimentSimulation.Run(few with { Seed = 7 }, Once));
        Assert.NotEqual(SimulatedUnits.Draw(few, 0), SimulatedUnits.Draw(few, 1));
    }

    [Fact]
    public void Simulation_WhenCounted_TellsHowSureTheCountIs()
    {
        // Wilson's interval of 5 % of 1,000, from its formula by hand.
        var interval = new SimulationSummary(1000, 50, 0, 950, 0, 0, 0).IntervalOf(50);
        Assert.Equal(0.0381, interval.Low, 1e-4);
        Assert.Equal(0.0653, interval.High, 1e-4);
    }

    public static TheoryData<SimulationOptions> Impossible => new()
    {
        Experiment with { Runs = 0 },
        Experiment with { Units = 0 },
        Experiment with { Looks = 0 },
        Experiment with { Mean = 0 },
        Experiment with { StandardDeviation = double.NaN },
        Experiment with { Weights = [0, 0] },
        Experiment with { Weights = [1] },
        Experiment with { CorrelationWithPast = 1.1 },
        Experiment with { Shape = OutcomeShape.Proportion, Mean = 0.99, RelativeLift = 0.03 },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Simulation_WhenOptionsAreImpossible_IsRefused(SimulationOptions options) =>
        Assert.ThrowsAny<ArgumentException>(() => ExperimentSimulation.Run(options, Once));
}
