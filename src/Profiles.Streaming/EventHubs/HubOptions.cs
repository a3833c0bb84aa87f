using System.ComponentModel.DataAnnotations;

namespace Profiles.Streaming.EventHubs;

/// <summary>Which hub is read, and how. Signed in to with the identity of the process: there is no key.</summary>
public sealed class HubOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Profiles:EventHubs";

    /// <summary>The namespace, such as <c>NAME.servicebus.windows.net</c>; empty for no hub.</summary>
    public string FullyQualifiedNamespace { get; set; } = "";

    /// <summary>The hub within it.</summary>
    public string EventHubName { get; set; } = "";

    /// <summary>The consumer group, which nobody else reads.</summary>
    [Required(ErrorMessage = "EventHubs:ConsumerGroup is missing.")]
    public string ConsumerGroup { get; set; } = "$Default";

    /// <summary>The most messages that are read at once, 1 to 5,000.</summary>
    [Range(1, 5_000, ErrorMessage = "EventHubs:MaxBatchMessages is not between 1 and 5,000.")]
    public int MaxBatchMessages { get; set; } = 500;

    /// <summary>How long a read waits for a message, 10 ms to 1 min.</summary>
    [Range(
        typeof(TimeSpan), "00:00:00.01", "00:01:00",
        ErrorMessage = "EventHubs:MaxWait is not between 10 ms and 1 min.")]
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The longest time between two checkpoints of a partition that has moved, 0 to 5 min. What a crash reads again is
    /// bounded by this and by <see cref="CheckpointMessages"/>, and counts once.
    /// </summary>
    [Range(
        typeof(TimeSpan), "00:00:00", "00:05:00",
        ErrorMessage = "EventHubs:CheckpointInterval is not between 0 and 5 min.")]
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many messages are read before the next checkpoint, whatever the time, 1 to 1,000,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "EventHubs:CheckpointMessages is not between 1 and 1,000,000.")]
    public int CheckpointMessages { get; set; } = 10_000;

    /// <summary>How long a host may be silent before others read its partitions, 1 s to 5 min.</summary>
    [Range(
        typeof(TimeSpan), "00:00:01", "00:05:00", ErrorMessage = "EventHubs:LeaseLength is not between 1 s and 5 min.")]
    public TimeSpan LeaseLength { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often leases are renewed and partitions shared anew, 10 ms to 1 min.</summary>
    [Range(
        typeof(TimeSpan), "00:00:00.01", "00:01:00",
        ErrorMessage = "EventHubs:LookInterval is not between 10 ms and 1 min.")]
    public TimeSpan LookInterval { get; set; } = TimeSpan.FromSeconds(3);
}
