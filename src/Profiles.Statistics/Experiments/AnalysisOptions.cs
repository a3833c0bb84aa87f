using Profiles.Statistics.Bayesian;
using Profiles.Statistics.Corrections;
using Profiles.Statistics.Effects;
using Profiles.Statistics.Intervals;

namespace Profiles.Statistics.Experiments;

/// <summary>How an experiment is read.</summary>
public sealed record AnalysisOptions
{
    /// <summary>How often an effect may be found where there is none.</summary>
    public double Alpha { get; init; } = WelchTest.DefaultAlpha;

    /// <summary>In what verdicts are given; where the baseline is 0, in the metric's own unit all the same.</summary>
    public EffectScale Scale { get; init; } = EffectScale.Relative;

    /// <summary>Whether results may be looked at any time; else once, at an end fixed beforehand.</summary>
    public bool Sequential { get; init; } = true;

    /// <summary>The number of units for which sequential intervals are narrow.</summary>
    public double SequentialTuning { get; init; } = ConfidenceSequence.DefaultTuning;

    /// <summary>Whether outcomes before exposure lessen the variance, where the statistics have them (CUPED).</summary>
    public bool AdjustByPast { get; init; } = true;

    /// <summary>How the p-values of all goals and treatments are corrected.</summary>
    public Correction Correction { get; init; } = Correction.Holm;

    /// <summary>What is believed of relative effects beforehand; none lets the units speak alone.</summary>
    public NormalPrior? Prior { get; init; } = NormalPrior.Usual;

    /// <summary>The power with which the effect that could still be found is told.</summary>
    public double TargetPower { get; init; } = 0.8;

    internal void Check()
    {
        Level.Check(Alpha);
        Level.Check(TargetPower);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(SequentialTuning);
    }
}
