namespace Profiles.Streaming.Features;

/// <summary>What an export did.</summary>
public sealed class FeatureExportReport
{
    /// <summary>Events that are in the log: their features are as of their place in it.</summary>
    public long FromLog { get; internal set; }

    /// <summary>Events that are not: their features are of all events that occurred before them.</summary>
    public long ByTime { get; internal set; }

    /// <summary>Records that this build cannot read.</summary>
    public long Undecodable { get; internal set; }

    /// <summary>Partitions whose oldest records are gone by retention: their features miss what was in them.</summary>
    public int IncompletePartitions { get; internal set; }
}
