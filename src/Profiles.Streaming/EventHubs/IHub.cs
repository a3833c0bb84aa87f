namespace Profiles.Streaming.EventHubs;

/// <summary>
/// A hub that producers publish to, such as one of Azure Event Hubs. Any thread; any exception is a fault.
/// </summary>
public interface IHub
{
    /// <summary>Its partitions, by its own names.</summary>
    ValueTask<IReadOnlyList<string>> ListPartitionsAsync(CancellationToken cancellationToken);

    /// <summary>Opens a partition behind a message; -1 for its start.</summary>
    /// <param name="partition">Its name.</param>
    /// <param name="after">The last message that is not wanted.</param>
    /// <param name="epoch">Readers of an earlier epoch are cut off, where the hub can do so.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<IHubPartitionReader> OpenAsync(
        string partition, long after, long epoch, CancellationToken cancellationToken);
}
