namespace Profiles.Core.Ranking;

/// <summary>The names of the signals; models and logs store them, so a name never changes its meaning.</summary>
public static class RankingSignals
{
    /// <summary>How many there are.</summary>
    public const int Count = 23;

    /// <summary>The length of a row: the signals of a content, then the context.</summary>
    public const int RowLength = Count + ContextFeatures.Count;

    private static readonly string[] All =
    [
        "trend-6h", "trend-1d", "trend-3d", "trend-10d", "trend-30d", "popularity", "unseen", "first-seen-age",
        "release-age", "factors", "transitions", "co-watched", "two-hop", "co-watched-lately",
        "same-session", "content-affinity", "same-series", "release-distance",
        "co-watched-lift", "co-watched-lately-lift", "same-session-lift", "transitions-lift", "genre-taste",
    ];

    // In order of the signals.
    private static readonly SignalGroup[] Groups =
    [
        SignalGroup.Trend, SignalGroup.Trend, SignalGroup.Trend, SignalGroup.Trend, SignalGroup.Trend,
        SignalGroup.Trend, SignalGroup.Newness, SignalGroup.Newness, SignalGroup.Newness,
        SignalGroup.History, SignalGroup.History, SignalGroup.History, SignalGroup.History, SignalGroup.History,
        SignalGroup.History, SignalGroup.Content, SignalGroup.Series, SignalGroup.Newness,
        SignalGroup.History, SignalGroup.History, SignalGroup.History, SignalGroup.History, SignalGroup.Content,
    ];

    /// <summary>The names, in order of the enum.</summary>
    public static IReadOnlyList<string> Names => All;

    /// <summary>The name of a signal.</summary>
    public static string Name(this RankingSignal signal) => All[(int)signal];

    /// <summary>The group of a signal.</summary>
    public static SignalGroup Group(this RankingSignal signal) => Groups[(int)signal];

    /// <summary>The signal of a name.</summary>
    public static bool TryParse(string? name, out RankingSignal signal)
    {
        var index = Array.IndexOf(All, name);
        signal = (RankingSignal)Math.Max(index, 0);
        return index >= 0;
    }
}
