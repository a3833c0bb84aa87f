using System.ComponentModel.DataAnnotations;

namespace Profiles.Streaming.Cluster;

/// <summary>How a host of a cluster shares the partitions with the others.</summary>
public sealed class ClusterOptions
{
    /// <summary>How Npgsql reaches the database that all hosts share.</summary>
    [Required(ErrorMessage = "Profiles:Cluster:ConnectionString is missing: how PostgreSQL is reached.")]
    public string ConnectionString { get; set; } = "";

    /// <summary>How many partitions there are; counts only when the tables are made. 1 to 4,096.</summary>
    [Range(1, 4096, ErrorMessage = "Profiles:Cluster:Partitions is not between 1 and 4,096.")]
    public int Partitions { get; set; } = 32;

    /// <summary>
    /// How long a host may be silent before others take its partitions over. 1 s to 5 min; longer than a pause of the
    /// collector or of the network.
    /// </summary>
    [Range(
        typeof(TimeSpan), "00:00:01", "00:05:00",
        ErrorMessage = "Profiles:Cluster:LeaseLength is not between 1 s and 5 min.")]
    public TimeSpan LeaseLength { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often leases are renewed and looked at. 50 ms to 10 s, and at most a third of the length.</summary>
    [Range(
        typeof(TimeSpan), "00:00:00.05", "00:00:10",
        ErrorMessage = "Profiles:Cluster:LookInterval is not between 50 ms and 10 s.")]
    public TimeSpan LookInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often the trends of other hosts are fetched. 0.1 s to 1 min.</summary>
    [Range(
        typeof(TimeSpan), "00:00:00.1", "00:01:00",
        ErrorMessage = "Profiles:Cluster:TrendInterval is not between 0.1 s and 1 min.")]
    public TimeSpan TrendInterval { get; set; } = TimeSpan.FromSeconds(3);
}
