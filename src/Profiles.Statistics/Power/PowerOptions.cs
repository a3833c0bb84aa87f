using Profiles.Statistics.Bayesian;

namespace Profiles.Statistics.Power;

/// <summary>How an experiment will be decided.</summary>
public sealed record PowerOptions
{
    /// <summary>How often an effect may be found where there is none.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>How often a true effect is to be found.</summary>
    public double TargetPower { get; init; } = 0.8;

    /// <summary>How many variants share the units evenly, the control among them; at least 2.</summary>
    public int Variants { get; init; } = 2;

    /// <summary>Set for results that may be looked at any time: the units for which to be narrow.</summary>
    public double? SequentialTuning { get; init; }

    /// <summary>
    /// Set to decide by the posterior's interval; <see cref="SequentialTuning"/> is then of no effect.
    /// </summary>
    public NormalPrior? Prior { get; init; }

    internal void Check()
    {
        Intervals.Level.Check(Alpha);
        ArgumentOutOfRangeException.ThrowIfLessThan(Variants, 2);
        if (!(TargetPower > Alpha && TargetPower < 1))
            throw new ArgumentOutOfRangeException(nameof(TargetPower), TargetPower, "Must be above alpha and below 1.");
        if (SequentialTuning is { } tuning) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tuning);
        if (Prior is { IsProper: false })
            throw new ArgumentOutOfRangeException(nameof(Prior), Prior, "Must be finite, its variance above 0.");
    }
}
