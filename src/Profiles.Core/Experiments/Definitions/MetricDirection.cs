using System.Text.Json.Serialization;

namespace Profiles.Core.Experiments.Definitions;

/// <summary>Which way a metric gets better.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MetricDirection>))]
public enum MetricDirection
{
    /// <summary>More is better.</summary>
    [JsonStringEnumMemberName("higherIsBetter")]
    HigherIsBetter,

    /// <summary>Less is better.</summary>
    [JsonStringEnumMemberName("lowerIsBetter")]
    LowerIsBetter,
}
