namespace Profiles.Statistics.Simulation;

/// <summary>How simulated units' outcomes are distributed.</summary>
public enum OutcomeShape
{
    /// <summary>Normal, as the mean of much.</summary>
    Normal,

    /// <summary>Log-normal: a few units make much of the sum, as watch time does.</summary>
    LogNormal,

    /// <summary>Yes or no; the mean is the share of yes, and the deviation is not used.</summary>
    Proportion,

    /// <summary>A ratio of two sums: one to five occasions a unit, each of about the mean.</summary>
    Ratio,
}
