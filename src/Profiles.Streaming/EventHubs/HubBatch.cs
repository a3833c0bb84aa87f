namespace Profiles.Streaming.EventHubs;

/// <summary>What one read of a partition brought.</summary>
/// <param name="Messages">In their order; none where none came in time.</param>
/// <param name="LastEnqueued">The last message that the partition holds; null where the hub has not said.</param>
public sealed record HubBatch(IReadOnlyList<HubMessage> Messages, long? LastEnqueued);
