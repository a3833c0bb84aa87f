namespace Profiles.Storage.Hubs;

/// <summary>That this host reads a partition of a hub, and from where.</summary>
/// <param name="Partition">The hub's own name of the partition.</param>
/// <param name="Epoch">Raised whenever another host takes it over.</param>
/// <param name="Sequence">The last message that is done with; -1 where none is.</param>
public sealed record HubPlace(string Partition, long Epoch, long Sequence);
