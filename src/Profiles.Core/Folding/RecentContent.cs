namespace Profiles.Core.Folding;

/// <summary>A content that was played, and how far: what its latest playback event said.</summary>
/// <param name="ContentId">The content.</param>
/// <param name="PositionSeconds">Where playback was; null where the event did not say.</param>
/// <param name="DurationSeconds">How long the content is; null where the event did not say.</param>
/// <param name="Completed">It was watched to the end, or to 95 % of it.</param>
/// <param name="LastEventAt">When.</param>
public sealed record RecentContent(
    string ContentId, double? PositionSeconds, double? DurationSeconds, bool Completed, DateTimeOffset LastEventAt);
