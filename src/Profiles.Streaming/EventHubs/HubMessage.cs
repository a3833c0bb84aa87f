namespace Profiles.Streaming.EventHubs;

/// <summary>One message of a hub's partition, of any producer.</summary>
/// <param name="Sequence">Its place in the partition; later ones are greater.</param>
/// <param name="Body">What was sent.</param>
/// <param name="ContentType">What the producer says that it is; null where it says nothing.</param>
/// <param name="Properties">What else the producer says, as text.</param>
public sealed record HubMessage(
    long Sequence, ReadOnlyMemory<byte> Body, string? ContentType, IReadOnlyDictionary<string, string> Properties);
