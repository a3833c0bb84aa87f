using Profiles.Statistics.Experiments;
using Profiles.Statistics.Health;

namespace Profiles.Statistics.Simulation;

/// <summary>What one simulated experiment has found so far, of its first treatment in one metric.</summary>
public readonly record struct SimulatedRun
{
    /// <summary>A run that nobody looked at yet.</summary>
    public static SimulatedRun Unseen { get; } = new() { Covers = true };

    /// <summary>Whether an effect was found at some look.</summary>
    public bool Found { get; private init; }

    /// <summary>Whether the effect that was found first, which an owner acts upon, has the sign of the truth.</summary>
    public bool FoundRightly { get; private init; }

    /// <summary>Whether the interval held the truth at every look.</summary>
    public bool Covers { get; private init; }

    /// <summary>Whether a health check alerted at some look.</summary>
    public bool IsUntrusted { get; private init; }

    /// <summary>The relative effect at the last look.</summary>
    public double Effect { get; private init; }

    /// <summary>The width of its interval.</summary>
    public double Width { get; private init; }

    /// <summary>The run after one more look.</summary>
    /// <param name="result">What is seen.</param>
    /// <param name="metric">The place of the metric.</param>
    /// <param name="truth">The true relative lift.</param>
    public SimulatedRun Look(ExperimentResult result, int metric, double truth)
    {
        var comparison = result.Variants[1].Metrics[metric].Comparison!;
        var finds = comparison.Standing is MetricStanding.Better or MetricStanding.Worse;
        var relative = comparison.Relative;
        var (low, high) = relative.Interval;
        return new SimulatedRun
        {
            Found = Found || finds,
            FoundRightly = Found ? FoundRightly : finds && Math.Sign(relative.Effect) == Math.Sign(truth),
            Covers = Covers && low <= truth && truth <= high,
            IsUntrusted = IsUntrusted || result.Health.Any(finding => finding.Status == HealthStatus.Alert),
            Effect = relative.Effect,
            Width = high - low,
        };
    }
}
