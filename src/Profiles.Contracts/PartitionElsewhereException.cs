namespace Profiles.Contracts;

/// <summary>Another host of the cluster folds the partition, or will in a moment: the call may be made again.</summary>
[GenerateSerializer, Alias("profiles.partition-elsewhere")]
public sealed class PartitionElsewhereException : InvalidOperationException
{
    /// <summary>An exception without a message of its own.</summary>
    public PartitionElsewhereException()
        : this("This host does not fold the partition.")
    {
    }

    /// <summary>An exception about a partition.</summary>
    public PartitionElsewhereException(int partition)
        : this($"This host does not fold partition {partition}.")
    {
    }

    /// <summary>An exception with a message.</summary>
    public PartitionElsewhereException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and a cause.</summary>
    public PartitionElsewhereException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
