using System.Collections.Immutable;

namespace Profiles.Core.Trends;

/// <summary>
/// The half-lives at which plays are counted, from what is hot today to what has lasted. Counters that are stored name
/// them: others mean that the log is counted again.
/// </summary>
public static class TrendHalfLives
{
    /// <summary>How many there are.</summary>
    public const int Count = 5;

    /// <summary>The half-life of impressions and clicks, in hours.</summary>
    public const int SlateHours = 7 * 24;

    /// <summary>Each in hours, ascending.</summary>
    public static ImmutableArray<int> Hours { get; } = [6, 24, 72, 240, 720];
}
