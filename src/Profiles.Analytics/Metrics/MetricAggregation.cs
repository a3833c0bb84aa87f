namespace Profiles.Analytics.Metrics;

/// <summary>What a unit's outcomes are summed up to.</summary>
public enum MetricAggregation
{
    /// <summary>How many there are.</summary>
    Count,

    /// <summary>1 where there is any, else 0: a conversion.</summary>
    Any,

    /// <summary>The sum of their values.</summary>
    SumOfValue,

    /// <summary>
    /// Seconds watched: of each content and UTC day the furthest position less the earliest start, from what was
    /// reported in the time that counts.
    /// </summary>
    WatchSeconds,

    /// <summary>How many different contents they are about.</summary>
    DistinctContents,
}
