using System.Diagnostics.Metrics;

namespace Profiles.Analytics;

/// <summary>What the tables for analysts measure. Names are stable.</summary>
internal sealed class AnalyticsInstruments
{
    public const string MeterName = "Profiles.Analytics";

    private readonly Meter _meter;

    public AnalyticsInstruments(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        Exposures = _meter.CreateCounter<long>(
            "profiles.analytics.exposures", "{row}", "Exposures written to SQL.");
        Outcomes = _meter.CreateCounter<long>("profiles.analytics.outcomes", "{row}", "Outcomes written to SQL.");
        Undecodable = _meter.CreateCounter<long>(
            "profiles.analytics.undecodable", "{record}", "Records that no row could be made of.");
        Failures = _meter.CreateCounter<long>(
            "profiles.analytics.failures", "{write}", "Writes that failed and are tried again.");
        Expired = _meter.CreateCounter<long>(
            "profiles.analytics.expired", "{row}", "Rows deleted because their days were over.");
        WriteSeconds = _meter.CreateHistogram<double>(
            "profiles.analytics.write.duration", "s", "Time that a transaction of rows took.");
    }

    public Counter<long> Exposures { get; }

    public Counter<long> Outcomes { get; }

    public Counter<long> Undecodable { get; }

    public Counter<long> Failures { get; }

    public Counter<long> Expired { get; }

    public Histogram<double> WriteSeconds { get; }

    /// <summary>How far each partition is behind its log, read when somebody looks.</summary>
    public void Observe(Func<IEnumerable<(int Partition, long Lag)>> read) => _meter.CreateObservableGauge(
        "profiles.analytics.lag",
        () => read().Select(partition => new Measurement<long>(
            partition.Lag, new KeyValuePair<string, object?>("partition", partition.Partition))),
        "{record}",
        "Durable records that are not rows yet.");
}
