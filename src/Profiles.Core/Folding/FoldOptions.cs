namespace Profiles.Core.Folding;

/// <summary>
/// The numbers of the fold. Immutable. Profiles folded with different windows, half-lives or session gaps do not mix:
/// their bytes name these three, and are refused by another fold (a rebuild from the log makes new ones).
/// </summary>
public sealed record FoldOptions
{
    /// <summary>The numbers that hold unless configured.</summary>
    public static FoldOptions Default { get; } = new();

    /// <summary>
    /// How much later than the newest event one may come and still count exactly. 1 hour to 90 days; default 7 days.
    /// </summary>
    public TimeSpan DisorderWindow { get; init; } = TimeSpan.FromDays(7);

    /// <summary>After how long an affinity has half its weight. 1 hour to 3,650 days; default 30 days.</summary>
    public TimeSpan HalfLife { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Events closer than this belong to one session. 1 minute to 12 hours; default 30 minutes.</summary>
    public TimeSpan SessionGap { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The most keys of a dimension that are kept for good. 8 to 1,024; default 64.</summary>
    public int MaxKeys { get; init; } = 64;

    /// <summary>The most keys of a dimension within one epoch that is still open. 16 to 4,096; default 256.</summary>
    public int MaxOpenKeys { get; init; } = 256;

    /// <summary>The most event ids remembered of one open epoch. 64 to 65,536; default 4,096.</summary>
    public int MaxEventIds { get; init; } = 4096;

    /// <summary>The most contents in the recent list. 1 to 1,000; default 50.</summary>
    public int MaxRecent { get; init; } = 50;

    /// <summary>The most contents remembered as watched. 1 to 100,000; default 2,000.</summary>
    public int MaxWatched { get; init; } = 2000;

    /// <summary>The most contents with feedback. 1 to 10,000; default 500.</summary>
    public int MaxFeedback { get; init; } = 500;

    /// <summary>The most pairs of content and day measured within one open epoch. 16 to 8,192; default 512.</summary>
    public int MaxWatchPairs { get; init; } = 512;

    /// <summary>
    /// Every setting that is out of range, with its value and what is allowed; empty when all is well.
    /// </summary>
    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        Check($"{nameof(DisorderWindow)} (hours)", DisorderWindow.TotalHours, 1, 90 * 24);
        Check($"{nameof(HalfLife)} (hours)", HalfLife.TotalHours, 1, 3650 * 24);
        Check($"{nameof(SessionGap)} (minutes)", SessionGap.TotalMinutes, 1, 720);
        Check(nameof(MaxKeys), MaxKeys, 8, 1024);
        Check(nameof(MaxOpenKeys), MaxOpenKeys, 16, 4096);
        Check(nameof(MaxEventIds), MaxEventIds, 64, 65_536);
        Check(nameof(MaxRecent), MaxRecent, 1, 1000);
        Check(nameof(MaxWatched), MaxWatched, 1, 100_000);
        Check(nameof(MaxFeedback), MaxFeedback, 1, 10_000);
        Check(nameof(MaxWatchPairs), MaxWatchPairs, 16, 8192);
        return errors;

        void Check(string name, double value, double min, double max)
        {
            if (value < min || value > max) errors.Add($"{name} is {value}; use {min} to {max}.");
        }
    }
}
