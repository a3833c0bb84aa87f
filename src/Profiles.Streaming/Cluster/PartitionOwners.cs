using Orleans.Runtime;

namespace Profiles.Streaming.Cluster;

/// <summary>Which silo folds each partition, as this silo last saw it.</summary>
internal sealed class PartitionOwners
{
    private volatile SiloAddress?[] _owners = [];

    /// <summary>Whether they have been read yet.</summary>
    public bool AreKnown => _owners.Length > 0;

    /// <summary>The silo; null where nobody folds the partition at the moment.</summary>
    public SiloAddress? Of(int partition)
    {
        var owners = _owners;
        return partition < owners.Length ? owners[partition] : null;
    }

    /// <summary>Takes what the leases say.</summary>
    public void Update(IReadOnlyList<string?> owners) =>
        _owners = [.. owners.Select(owner => owner is null ? null : SiloAddress.FromParsableString(owner))];
}
