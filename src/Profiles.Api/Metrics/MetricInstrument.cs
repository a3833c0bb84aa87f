using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Profiles.Api.Metrics;

/// <summary>An instrument of a meter, with a bounded number of series.</summary>
internal sealed class MetricInstrument
{
    /// <summary>The most tag sets of an instrument; measurements under others are dropped and counted.</summary>
    public const int MaxSeries = 2000;

    private static readonly double[] SecondsBoundaries =
        [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private static readonly double[] OtherBoundaries =
        [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000];

    private readonly ConcurrentDictionary<TagSet, MetricSeries> _series = new(TagSet.Comparer.Instance);
    private readonly ConcurrentDictionary<TagSet, MetricSeries>
        .AlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>> _bySpan;

    private long _dropped;

    public MetricInstrument(Instrument instrument, MetricKind kind)
    {
        _bySpan = _series.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>();
        Kind = kind;
        Meter = instrument.Meter.Name;
        Description = instrument.Description ?? "";
        Name = PrometheusNames.Metric(instrument.Name, instrument.Unit, kind);
        IsObserved = instrument.IsObservable;
        if (kind == MetricKind.Histogram) Boundaries = BoundariesOf(instrument);
    }

    public MetricKind Kind { get; }

    public string Meter { get; }

    public string Description { get; }

    /// <summary>The name of the family in the exposition.</summary>
    public string Name { get; }

    public bool IsObserved { get; }

    /// <summary>The upper bounds of the buckets of a histogram, rising.</summary>
    public double[]? Boundaries { get; }

    /// <summary>How many measurements had no room.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Every series, in no order.</summary>
    public IEnumerable<KeyValuePair<TagSet, MetricSeries>> Series => _series;

    /// <summary>Takes a measurement.</summary>
    public void Measure(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, long scrape)
    {
        if (!_bySpan.TryGetValue(tags, out var series))
        {
            if (_series.Count >= MaxSeries)
            {
                Interlocked.Increment(ref _dropped);
                return;
            }

            series = _series.GetOrAdd(new TagSet(tags.ToArray()), new MetricSeries(Boundaries));
        }

        if (IsObserved) series.SeenInScrape = scrape;
        switch (Kind)
        {
            case MetricKind.Counter:
            case MetricKind.UpDownCounter:
                series.Add(value);
                break;
            case MetricKind.Histogram:
                series.Record(value);
                break;
            case MetricKind.ObservedCounter:
            case MetricKind.Gauge:
                series.Set(value);
                break;
            default:
                throw new InvalidOperationException($"{Kind} is not a kind of metric.");
        }
    }

    private static double[] BoundariesOf(Instrument instrument)
    {
        double[]? advised = instrument switch
        {
            Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds],
            Histogram<long> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(Convert.ToDouble)],
            Histogram<int> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(Convert.ToDouble)],
            _ => null,
        };
        return advised is { Length: > 0 } ? advised : instrument.Unit == "s" ? SecondsBoundaries : OtherBoundaries;
    }
}
