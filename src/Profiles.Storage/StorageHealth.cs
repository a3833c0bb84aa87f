namespace Profiles.Storage;

/// <summary>Whether the last write reached the disk, and if not, why.</summary>
public sealed record StorageHealth(bool IsHealthy, string? Reason)
{
    public static StorageHealth Healthy { get; } = new(true, null);

    public static StorageHealth Failed(string reason) => new(false, reason);
}
