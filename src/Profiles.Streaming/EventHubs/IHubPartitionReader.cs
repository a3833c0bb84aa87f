namespace Profiles.Streaming.EventHubs;

/// <summary>
/// Reads one partition of a hub in its order. One call at a time; what is not asked for stays in the hub.
/// </summary>
public interface IHubPartitionReader : IAsyncDisposable
{
    /// <summary>The next messages: as soon as there are any, at most so many; none after the wait.</summary>
    ValueTask<HubBatch> ReadAsync(int most, TimeSpan wait, CancellationToken cancellationToken);
}
