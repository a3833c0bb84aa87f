namespace Profiles.Streaming.Hosting;

/// <summary>Another host of the cluster folds the partition, or will in a moment: the call may be made again.</summary>
internal sealed class PartitionElsewhereException(int partition)
    : InvalidOperationException($"This host does not fold partition {partition}.")
{
    public int Partition => partition;
}
