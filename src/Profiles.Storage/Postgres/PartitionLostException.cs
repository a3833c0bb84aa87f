namespace Profiles.Storage.Postgres;

/// <summary>Another host has taken the partition over; nothing of this one was written, nor will be.</summary>
public sealed class PartitionLostException(int partition)
    : IOException($"Another host has taken partition {partition} over.")
{
    public int Partition => partition;
}
