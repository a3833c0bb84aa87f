using Profiles.Statistics.Bayesian;

namespace Profiles.Statistics.Experiments;

/// <summary>A metric of an experiment.</summary>
/// <param name="Key">Its name.</param>
public sealed record AnalysedMetric(string Key)
{
    /// <summary>What it decides.</summary>
    public MetricRole Role { get; init; }

    /// <summary>Whether a decrease is wanted.</summary>
    public bool LowerIsBetter { get; init; }

    /// <summary>Of a guardrail: the harm that is accepted, in the scale of the decision; 0 or more.</summary>
    public double Margin { get; init; }

    /// <summary>What is believed of its relative effect, where that differs from the analysis's prior.</summary>
    public NormalPrior? Prior { get; init; }
}
