namespace Profiles.Core.Ranking;

/// <summary>
/// Signals that say the same in different ways. They go up and down together and their weights may have opposite signs,
/// so that only their sum is a reason.
/// </summary>
public enum SignalGroup
{
    /// <summary>It is watched now, or much.</summary>
    Trend = 0,

    /// <summary>How new it is, to the catalogue or to viewers.</summary>
    Newness = 1,

    /// <summary>It goes with what they watched, as other viewers' histories tell.</summary>
    History = 2,

    /// <summary>It is like what they watched, as the catalogue tells.</summary>
    Content = 3,

    /// <summary>It is of a series that they watch.</summary>
    Series = 4,
}
