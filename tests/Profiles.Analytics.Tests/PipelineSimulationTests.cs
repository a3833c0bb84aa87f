using Profiles.Analytics.Simulation;
using Profiles.Statistics.Simulation;

namespace Profiles.Analytics.Tests;

public sealed class PipelineSimulationTests : IDisposable
{
    // Four standard errors of a share of 0.05 or 0.95 in 1,000 runs: 4 √(0.05 · 0.95 / 1000).
    private const double FourErrors = 0.0276;

    private static readonly SimulationOptions Experiment = new()
    {
        Seed = 2026, Runs = 1000, Units = 1000, Mean = 1800, StandardDeviation = 450, CorrelationWithPast = 0.8,
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("profiles-simulation-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Pipeline_WhenVariantsAreTheSame_FindsAsManyAsAllowed()
    {
        foreach (var metric in await RunAsync(Experiment with { Shape = OutcomeShape.LogNormal }))
        {
            Assert.InRange(metric.Summary.FoundShare, 0.05 - FourErrors, 0.05 + FourErrors);
            Assert.InRange(metric.Summary.CoveredShare, 0.95 - FourErrors, 0.95 + FourErrors);

            // One split in a thousand is allowed to look uneven; seven of a thousand would come once in ten thousand.
            Assert.InRange(metric.Summary.Untrusted, 0, 6);
        }
    }

    [Fact]
    public async Task Pipeline_WhenTheEffectIsThreePercent_FindsAndCoversIt()
    {
        var metrics = await RunAsync(Experiment with { RelativeLift = 0.03 });
        foreach (var metric in metrics)
            Assert.InRange(metric.Summary.CoveredShare, 0.95 - FourErrors, 0.95 + FourErrors);
        var watched = metrics[0].Summary;
        Assert.InRange(watched.MeanEffect, 0.029, 0.031);
        Assert.True(watched.FoundRightly >= 800, $"{watched}");
        Assert.True(watched.Found - watched.FoundRightly <= 2, $"{watched}");

        // What no variant changes is not found more often than chance allows.
        Assert.InRange(metrics[2].Summary.FoundShare, 0.05 - FourErrors, 0.05 + FourErrors);
    }

    [Fact]
    public async Task Pipeline_WhenLookedAtFiveTimes_FindsFewWhereResultsMayBeLookedAtAnyTime()
    {
        var peeking = Experiment with { Runs = 100, Units = 400, Looks = 5 };
        var always = await RunAsync(peeking, isSequential: true);
        var once = await RunAsync(peeking);

        // Four standard errors of 5 % of 100; Welch's test is not made for it.
        Assert.True(always[0].Summary.Found <= 13, $"{always[0].Summary}");
        Assert.True(once[0].Summary.Found > always[0].Summary.Found, $"{once[0].Summary}");
    }

    [Fact]
    public async Task Pipeline_WhenRunAgain_IsTheSame()
    {
        var few = Experiment with { Runs = 21, Units = 100, Weights = [0.2, 0.5, 0.3] };
        Assert.Equal(await RunAsync(few), await RunAsync(few));
        Assert.NotEqual(await RunAsync(few), await RunAsync(few with { Seed = 7 }));
        Assert.Empty(_folder.EnumerateFiles());
    }

    [Fact]
    public async Task Pipeline_WhenOptionsAreImpossible_IsRefused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => RunAsync(Experiment with { Weights = [1] }));
        await Assert.ThrowsAsync<ArgumentException>(() => RunAsync(Experiment with { Shape = OutcomeShape.Ratio }));
    }

    private async Task<IReadOnlyList<SimulatedMetric>> RunAsync(SimulationOptions options, bool isSequential = false) =>
        await PipelineSimulation.RunAsync(
            options, isSequential, _folder.FullName, TestContext.Current.CancellationToken);
}
