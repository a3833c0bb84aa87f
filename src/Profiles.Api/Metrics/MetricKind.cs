namespace Profiles.Api.Metrics;

/// <summary>What the measurements of an instrument mean.</summary>
internal enum MetricKind
{
    /// <summary>Measurements are added up and never fall.</summary>
    Counter,

    /// <summary>Measurements are totals already, and never fall.</summary>
    ObservedCounter,

    /// <summary>Measurements are added up and may fall.</summary>
    UpDownCounter,

    /// <summary>The last measurement counts.</summary>
    Gauge,

    /// <summary>Each measurement counts into a bucket.</summary>
    Histogram,
}
