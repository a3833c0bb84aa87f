using Profiles.Core.Folding;

namespace Profiles.Api.Units;

/// <summary>What <see cref="ProfileJson"/> writes, for the API's description; <c>deviceId</c> of a device.</summary>
internal sealed record ProfileAnswer(
    string UserId, long Version, DateTimeOffset? LastEventAt, ProfileCounters Counters, ProfileAffinities Affinities,
    IReadOnlyList<RecentContent> Recent, SessionSummary Sessions, IReadOnlyList<HourWeight> HourOfWeek,
    IReadOnlyList<FeedbackAnswer> Feedback, int WatchedCount, long LateEvents, IReadOnlyList<string> Segments,
    EmbeddingAnswer? Embedding);
