using System.ComponentModel.DataAnnotations;

namespace Profiles.Streaming.Hosting;

/// <summary>How the platform runs in one process on one data folder.</summary>
public sealed class ProfilesHostOptions
{
    /// <summary>The data folder; made where it does not exist.</summary>
    [Required]
    public string DataPath { get; set; } = "data";

    /// <summary>
    /// Partitions of the log, 1 to 256. Counts only when the data folder is made; fixed from then on.
    /// </summary>
    [Range(1, 256)]
    public int PartitionCount { get; set; } = 4;

    /// <summary>
    /// How many durable records may wait to be folded, all partitions together, before new events are refused as
    /// overloaded.
    /// </summary>
    [Range(1_000, 1_000_000_000)]
    public long MaxLagRecords { get; set; } = 4_000_000;

    /// <summary>The longest time between two checkpoints of a partition that folds, 0.1 s to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How many records of a partition are folded before the next checkpoint begins, whatever the time: what a restart
    /// after a crash replays is bounded by about twice this.
    /// </summary>
    [Range(1_000, 100_000_000)]
    public long CheckpointRecords { get; set; } = 250_000;

    /// <summary>How often a record whose folding fails is tried, in all, before it becomes a dead letter.</summary>
    [Range(1, 20)]
    public int MaxFoldAttempts { get; set; } = 3;

    /// <summary>
    /// How many viewers are remembered between requests, 1 to 10,000,000; about 40 KB each, measured with 12,000
    /// contents, histories of 20 and five kinds of links. Others are worked out again for each request.
    /// </summary>
    [Range(1, 10_000_000)]
    public int MaxWarmViewers { get; set; } = 32_768;

    /// <summary>
    /// How many slates are practised after a start, before the host says that it is ready, 0 to 100,000; at most ten
    /// seconds of them.
    /// </summary>
    [Range(0, 100_000)]
    public int PracticeSlates { get; set; }

    /// <summary>The share of slates that a version in the shadow scores too, 0 to 1.</summary>
    [Range(0.0, 1.0)]
    public double ShadowShare { get; set; } = 0.01;

    /// <summary>The most bytes of the slate log, 128 MB to 1 TB; beyond, the oldest slates go.</summary>
    [Range(128L << 20, 1L << 40)]
    public long MaxSlateLogBytes { get; set; } = 1L << 30;

    /// <summary>How long a stop waits for the last records to be folded and written, 1 s to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
