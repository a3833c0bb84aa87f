using Profiles.Statistics.Resampling;

namespace Profiles.Statistics.Simulation;

/// <summary>What many simulated experiments found, of the first treatment.</summary>
/// <param name="Runs">How many were simulated.</param>
/// <param name="Found">In how many an effect was found at some look; of an A/A test, the false positives.</param>
/// <param name="FoundRightly">In how many of them the sign was that of the truth.</param>
/// <param name="Covered">In how many the interval held the true effect at every look.</param>
/// <param name="Untrusted">In how many a health check alerted.</param>
/// <param name="MeanEffect">The mean over runs of the relative effect at the last look.</param>
/// <param name="MeanWidth">The mean over runs of the interval's width at the last look.</param>
public sealed record SimulationSummary(
    int Runs, int Found, int FoundRightly, int Covered, int Untrusted, double MeanEffect, double MeanWidth)
{
    /// <summary>Counts runs.</summary>
    /// <param name="runs">At least one.</param>
    public static SimulationSummary Of(IEnumerable<SimulatedRun> runs)
    {
        int count = 0, found = 0, foundRightly = 0, covered = 0, untrusted = 0;
        double effects = 0, widths = 0;
        foreach (var run in runs)
        {
            count++;
            if (run.Found) found++;
            if (run.FoundRightly) foundRightly++;
            if (run.Covers) covered++;
            if (run.IsUntrusted) untrusted++;
            effects += run.Effect;
            widths += run.Width;
        }

        return new SimulationSummary(count, found, foundRightly, covered, untrusted, effects / count, widths / count);
    }

    /// <summary>The part of the runs that found an effect.</summary>
    public double FoundShare => (double)Found / Runs;

    /// <summary>The part of the runs whose interval held the truth.</summary>
    public double CoveredShare => (double)Covered / Runs;

    /// <summary>
    /// Where the true part lies that so many of the runs show, at 95 % (Wilson, "Probable inference, the law of
    /// succession, and statistical inference", 1927).
    /// </summary>
    /// <param name="count">How many of the runs.</param>
    public Interval IntervalOf(int count)
    {
        var z = Distributions.NormalQuantile(0.975);
        double share = (double)count / Runs, square = z * z / Runs;
        var middle = (share + square / 2) / (1 + square);
        var width = z / (1 + square) * Math.Sqrt(share * (1 - share) / Runs + square / (4 * Runs));
        return new Interval(middle - width, middle + width);
    }
}
