namespace Profiles.Api.Metrics;

/// <summary>One instrument under one set of tags.</summary>
internal sealed class MetricSeries(double[]? boundaries)
{
    // Of a histogram: how many measurements fell in each bucket, the last one being above every boundary.
    private readonly long[]? _buckets = boundaries is null ? null : new long[boundaries.Length + 1];
    private readonly Lock _histogram = new();
    private double _value;

    /// <summary>The scrape that saw this series last: an observed one that is gone is not reported.</summary>
    public long SeenInScrape { get; set; }

    /// <summary>The value; of a histogram, the sum.</summary>
    public double Value => Volatile.Read(ref _value);

    /// <summary>Replaces the value.</summary>
    public void Set(double value) => Volatile.Write(ref _value, value);

    /// <summary>Adds to the value.</summary>
    public void Add(double value)
    {
        double seen;
        do
        {
            seen = Volatile.Read(ref _value);
        }
        while (Interlocked.CompareExchange(ref _value, seen + value, seen) != seen);
    }

    /// <summary>Counts a measurement into its bucket.</summary>
    public void Record(double value)
    {
        var bucket = 0;
        while (bucket < boundaries!.Length && value > boundaries[bucket]) bucket++;
        lock (_histogram)
        {
            _buckets![bucket]++;
            _value += value;
        }
    }

    /// <summary>Copies the bucket counts, and the sum that belongs to them.</summary>
    public double Read(Span<long> buckets)
    {
        lock (_histogram)
        {
            _buckets.CopyTo(buckets);
            return _value;
        }
    }
}
