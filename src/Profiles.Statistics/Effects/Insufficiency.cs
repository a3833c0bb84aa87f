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

    /// <summary>A count or a probability is outside its range, such as more successes than units.</summary>
    OutOfRange,

    /// <summary>A sum is NaN or infinite.</summary>
    NotFinite,

    /// <summary>The two sides are not of the same kind, or not of the same units.</summary>
    DifferentStatistics,

    /// <summary>No logged decision is one that the evaluated policy would take.</summary>
    NoOverlap,

    /// <summary>Nothing within the bounds of the search reaches what is asked for.</summary>
    OutOfReach,
}
