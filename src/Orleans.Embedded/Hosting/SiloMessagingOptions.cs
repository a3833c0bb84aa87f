namespace Orleans.Configuration;

/// <summary>How requests are handled in a silo.</summary>
public class SiloMessagingOptions : MessagingOptions
{
    /// <summary>
    /// How many requests may wait for one activation; the next one is refused with LimitExceededException. 100,000 by
    /// default, where Orleans has no limit; 0 for no limit.
    /// </summary>
    public int MaxEnqueuedRequestsHardLimit { get; set; } = 100_000;
}
