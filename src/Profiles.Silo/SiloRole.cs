namespace Profiles.Silo;

/// <summary>What a process does for the cluster.</summary>
public enum SiloRole
{
    /// <summary>It folds its share of the partitions, and serves the API.</summary>
    All,

    /// <summary>It folds its share of the partitions; over HTTP it answers for its health and metrics alone.</summary>
    Silo,

    /// <summary>It serves the API as a client of the silos.</summary>
    Api,
}
