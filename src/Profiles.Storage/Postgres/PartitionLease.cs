namespace Profiles.Storage.Postgres;

/// <summary>The right of a host to fold a partition.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Epoch">How often the partition has changed hands; what a later holder wrote no earlier one can.</param>
public sealed record PartitionLease(int Partition, long Epoch);
