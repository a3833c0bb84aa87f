namespace Profiles.Contracts.Cluster;

/// <summary>A grain whose state is a part of a partition's, and which is true only while its silo folds that.</summary>
public interface IPartitionUnit
{
    /// <summary>The epoch of the partition in which the state was read.</summary>
    long Epoch { get; }

    /// <summary>Goes, and writes nothing: whoever folds the partition now has all of it from the log.</summary>
    void Leave();
}
