using Profiles.Statistics.Experiments;
using Profiles.Statistics.Health;

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

        int found = 0, foundRightly = 0, covered = 0, untrusted = 0;
        double effects = 0, widths = 0;
        for (var run = 0; run < options.Runs; run++)
        {
            var outcome = Simulate(options, analysis, run);
            if (outcome.Found) found++;
            if (outcome.FoundRightly) foundRightly++;
            if (outcome.Covers) covered++;
            if (outcome.IsUntrusted) untrusted++;
            effects += outcome.Effect;
            widths += outcome.Width;
        }

        return new SimulationSummary(
            options.Runs, found, foundRightly, covered, untrusted, effects / options.Runs, widths / options.Runs);
    }

    private static Outcome Simulate(SimulationOptions options, AnalysisOptions analysis, int run)
    {
        var sample = new SimulatedSample(options, new AnalysedMetric("outcome"));
        var outcome = new Outcome { Covers = true };
        int units = 0, looks = 0;
        foreach (var unit in SimulatedUnits.Draw(options, run))
        {
            sample.Add(unit);
            units++;
            if ((long)units * options.Looks < (looks + 1L) * options.Units) continue;
            looks++;
            outcome = Look(ExperimentAnalysis.Run(sample.ToSample(), analysis), outcome, options.RelativeLift);
        }

        return outcome;
    }

    private static Outcome Look(ExperimentResult result, Outcome before, double truth)
    {
        var comparison = result.Variants[1].Metrics[0].Comparison!;
        var finds = comparison.Standing is MetricStanding.Better or MetricStanding.Worse;
        var relative = comparison.Relative;
        var (low, high) = relative.Interval;
        return new Outcome
        {
            Found = before.Found || finds,
            // What is found first is what the owner acts upon.
            FoundRightly = before.Found ? before.FoundRightly : finds && Math.Sign(relative.Effect) == Math.Sign(truth),
            Covers = before.Covers && low <= truth && truth <= high,
            IsUntrusted = before.IsUntrusted || result.Health.Any(finding => finding.Status == HealthStatus.Alert),
            Effect = relative.Effect,
            Width = high - low,
        };
    }

    private readonly record struct Outcome(
        bool Found, bool FoundRightly, bool Covers, bool IsUntrusted, double Effect, double Width);
}
