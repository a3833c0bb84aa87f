namespace Profiles.Statistics.Effects;

/// <summary>Why there is no estimate: the named answer to degenerate input, in place of NaN or an exception.</summary>
public enum Insufficiency
{
    /// <summary>Nothing is missing.</summary>
    None,

    /// <summary>A variant has fewer than two units, or too few for this quantile.</summary>
    TooFewUnits,

    /// <summary>No unit differs from another, so there is nothing to compare chance with.</summary>
    NoVariance,

    /// <summary>The control's value is 0, so nothing can be relative to it.</summary>
    ZeroBaseline,

    /// <summary>The denominator of a ratio sums to 0.</summary>
    ZeroDenominator,

    /// <summary>More successes than units, or fewer than none.</summary>
    NotAProportion,

    /// <summary>A sum is NaN or infinite.</summary>
    NotFinite,

    /// <summary>The two sides are not of the same kind, or not of the same units.</summary>
    DifferentStatistics,
}
