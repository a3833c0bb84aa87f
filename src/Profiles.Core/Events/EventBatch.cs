namespace Profiles.Core.Events;

/// <summary>What a body of events held.</summary>
/// <param name="Events">The accepted events, in their order.</param>
/// <param name="Rejections">The others, by index.</param>
/// <param name="Count">How many events were seen, accepted or not.</param>
public sealed record EventBatch(
    IReadOnlyList<ViewingEvent> Events, IReadOnlyList<EventRejection> Rejections, int Count)
{
    /// <summary>
    /// True where the body as a whole could not be read: nothing was accepted, and what came was not even JSON.
    /// </summary>
    public bool IsUnreadable =>
        Events.Count == 0 && Count <= 1
        && Rejections is [{ Code: RejectionCodes.MalformedJson or RejectionCodes.TruncatedEvent }];
}
