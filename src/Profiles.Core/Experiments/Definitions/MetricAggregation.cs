using System.Text.Json.Serialization;

namespace Profiles.Core.Experiments.Definitions;

/// <summary>How a unit's events become its value.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MetricAggregation>))]
public enum MetricAggregation
{
    /// <summary>How many events.</summary>
    [JsonStringEnumMemberName("count")]
    Count,

    /// <summary>The sum of their values.</summary>
    [JsonStringEnumMemberName("sumValue")]
    SumValue,

    /// <summary>The greatest of their values.</summary>
    [JsonStringEnumMemberName("maxValue")]
    MaxValue,

    /// <summary>The seconds watched in them.</summary>
    [JsonStringEnumMemberName("watchSeconds")]
    WatchSeconds,

    /// <summary>How many contents.</summary>
    [JsonStringEnumMemberName("distinctContents")]
    DistinctContents,

    /// <summary>How many sessions.</summary>
    [JsonStringEnumMemberName("distinctSessions")]
    DistinctSessions,

    /// <summary>On how many days, in UTC.</summary>
    [JsonStringEnumMemberName("distinctDays")]
    DistinctDays,
}
