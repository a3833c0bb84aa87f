namespace Profiles.Storage.Hubs;

/// <summary>Which host reads which partition of one hub, and how far each has been read. Any thread.</summary>
public interface IHubPlaces
{
    /// <summary>
    /// Says that the host lives for as long as the lease, renews what it holds, gives back what is beyond its even
    /// share and takes what is free up to it.
    /// </summary>
    /// <returns>What it holds now.</returns>
    /// <exception cref="StorageUnavailableException">
    /// Storage refused; what was held is held until its lease ends.
    /// </exception>
    ValueTask<IReadOnlyList<HubPlace>> HoldAsync(
        string owner, IReadOnlyCollection<string> partitions, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Notes that everything up to a message is done with, and the last one that the hub has.</summary>
    /// <returns>False where another host has taken the partition over; nothing is noted then.</returns>
    /// <exception cref="StorageUnavailableException">Storage refused.</exception>
    ValueTask<bool> AdvanceAsync(
        HubPlace place, long sequence, long lastEnqueued, CancellationToken cancellationToken);

    /// <summary>Gives all back that the host holds, so that others need not wait for its lease to end.</summary>
    /// <exception cref="StorageUnavailableException">Storage refused.</exception>
    ValueTask ReleaseAsync(string owner, CancellationToken cancellationToken);
}
