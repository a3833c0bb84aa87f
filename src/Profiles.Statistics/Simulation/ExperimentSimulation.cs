using Profiles.Statistics.Experiments;

namespace Profiles.Statistics.Simulation;

/// <summary>
/// Runs experiments whose truth is known through the very analysis that reads real ones, and counts: an A/A test shows
/// the false positives, a known effect the power and how often intervals hold the truth.
/// </summary>
public static class ExperimentSimulation
{
    /// <summary>Simulates experiments.</summary>
    /// <param name="options">What is true.</param>
    /// <param name="analysis">How they are read.</param>
    public static SimulationSummary Run(SimulationOptions options, AnalysisOptions analysis)
    {
        options.Check();
        if (options.Weights.Length < 2) throw new ArgumentException("There is no treatment.", nameof(options));

        return SimulationSummary.Of(
            Enumerable.Range(0, options.Runs).Select(run => Simulate(options, analysis, run)));
    }

    private static SimulatedRun Simulate(SimulationOptions options, AnalysisOptions analysis, int run)
    {
        var sample = new SimulatedSample(options, new AnalysedMetric("outcome"));
        var seen = SimulatedRun.Unseen;
        int units = 0, looks = 0;
        foreach (var unit in SimulatedUnits.Draw(options, run))
        {
            sample.Add(unit);
            units++;
            if ((long)units * options.Looks < (looks + 1L) * options.Units) continue;
            looks++;
            seen = seen.Look(ExperimentAnalysis.Run(sample.ToSample(), analysis), 0, options.RelativeLift);
        }

        return seen;
    }
}
