using Profiles.Statistics.Bayesian;
using Profiles.Statistics.Effects;
using Profiles.Statistics.Intervals;

namespace Profiles.Statistics.Experiments;

/// <summary>A treatment against the control, in one metric.</summary>
public sealed record MetricComparison
{
    /// <summary>The change as a part of the control's value.</summary>
    public required EffectResult Relative { get; init; }

    /// <summary>The change in the metric's own unit.</summary>
    public required EffectResult Absolute { get; init; }

    /// <summary>In which of the two the verdict is given.</summary>
    public required EffectScale Scale { get; init; }

    /// <summary>The one of the two that decides.</summary>
    public EffectResult Decisive => Scale == EffectScale.Relative ? Relative : Absolute;

    /// <summary>The p-value of the one that decides, as if it were looked at alone.</summary>
    public double PValue => Decisive.PValue;

    /// <summary>The p-value among all goals and treatments; of other metrics the raw one.</summary>
    public required double AdjustedPValue { get; init; }

    /// <summary>What is believed of the change, in the same scale.</summary>
    public required BayesianResult Posterior { get; init; }

    /// <summary>
    /// The least change that is found with the power asked for, in the same scale; 0 where nothing is known.
    /// </summary>
    public required double DetectableEffect { get; init; }

    /// <summary>Where the treatment stands.</summary>
    public required MetricStanding Standing { get; init; }
}
