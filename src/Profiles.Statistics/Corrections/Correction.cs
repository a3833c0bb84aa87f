namespace Profiles.Statistics.Corrections;

/// <summary>How the p-values of several goals and variants are corrected for being several.</summary>
public enum Correction
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By <see cref="MultipleTesting.Holm"/>: the chance of any false finding.</summary>
    Holm,

    /// <summary>By <see cref="MultipleTesting.BenjaminiHochberg"/>: the share of false findings.</summary>
    BenjaminiHochberg,
}
