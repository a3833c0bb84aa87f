namespace Profiles.Statistics.Intervals;

/// <summary>What a test can find.</summary>
public enum Alternative
{
    /// <summary>Any difference.</summary>
    TwoSided,

    /// <summary>Only that the treatment is greater; the interval has no upper end.</summary>
    Greater,

    /// <summary>Only that the treatment is lesser; the interval has no lower end.</summary>
    Lesser,
}
