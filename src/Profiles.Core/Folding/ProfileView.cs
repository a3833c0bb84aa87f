using System.Collections.Immutable;

namespace Profiles.Core.Folding;

/// <summary>What a profile says, as of its last event. Immutable; safe to hand to anyone.</summary>
public sealed record ProfileView
{
    /// <summary>How many records have been applied; 0 where nothing ever came.</summary>
    public required long Version { get; init; }

    /// <summary>The log position of the last record applied; −1 where none was.</summary>
    public required long LastSequence { get; init; }

    /// <summary>The time of the newest event; null where there is none.</summary>
    public required DateTimeOffset? LastEventAt { get; init; }

    /// <summary>Exact counts.</summary>
    public required ProfileCounters Counters { get; init; }

    /// <summary>Decayed weights.</summary>
    public required ProfileAffinities Affinities { get; init; }

    /// <summary>What was played last, the latest first.</summary>
    public required ImmutableArray<RecentContent> Recent { get; init; }

    /// <summary>Sessions.</summary>
    public required SessionSummary Sessions { get; init; }

    /// <summary>When they watch, the strongest hour first.</summary>
    public required ImmutableArray<HourWeight> HourOfWeek { get; init; }

    /// <summary>What they said about contents, the latest first.</summary>
    public required ImmutableArray<ContentFeedback> Feedback { get; init; }

    /// <summary>How many contents are remembered as watched to the end.</summary>
    public required int WatchedCount { get; init; }

    /// <summary>How many events came later than the disorder window.</summary>
    public required long LateEvents { get; init; }

    /// <summary>How often a bound of the fold cut keys or pairs off within an epoch; 0 for nearly everyone.</summary>
    public required long Truncations { get; init; }

    /// <summary>
    /// The keys of the segments that hold the viewer, in order. The fold knows none: whoever shows the profile adds
    /// them.
    /// </summary>
    public ImmutableArray<string> Segments { get; init; } = [];
}
