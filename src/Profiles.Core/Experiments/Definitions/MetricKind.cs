using System.Text.Json.Serialization;

namespace Profiles.Core.Experiments.Definitions;

/// <summary>How a metric is made of its units' values.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MetricKind>))]
public enum MetricKind
{
    /// <summary>The mean of the units' values.</summary>
    [JsonStringEnumMemberName("mean")]
    Mean,

    /// <summary>The share of units whose value is above 0.</summary>
    [JsonStringEnumMemberName("proportion")]
    Proportion,

    /// <summary>The sum of the numerators over the sum of the denominators.</summary>
    [JsonStringEnumMemberName("ratio")]
    Ratio,

    /// <summary>A quantile of the units' values.</summary>
    [JsonStringEnumMemberName("quantile")]
    Quantile,
}
