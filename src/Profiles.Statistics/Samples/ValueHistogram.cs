using System.Collections.Immutable;

namespace Profiles.Statistics.Samples;

/// <summary>How often each value occurs: what a <c>GROUP BY</c> of the value answers. Exact, and mergeable.</summary>
public sealed class ValueHistogram : IMergeable<ValueHistogram>
{
    private readonly double[] _values;

    // _upTo[i] is how many values there are up to and with _values[i].
    private readonly long[] _upTo;

    private ValueHistogram(double[] values, long[] upTo)
    {
        _values = values;
        _upTo = upTo;
    }

    /// <inheritdoc/>
    public static ValueHistogram Empty { get; } = new([], []);

    /// <summary>How many values there are.</summary>
    public long Count => _upTo.Length == 0 ? 0 : _upTo[^1];

    /// <summary>The different values, rising, with how often each occurs.</summary>
    public ImmutableArray<KeyValuePair<double, long>> Entries =>
        [.. _values.Select((value, i) => KeyValuePair.Create(value, _upTo[i] - (i == 0 ? 0 : _upTo[i - 1])))];

    /// <summary>A histogram of values and their counts, in any order; a value may come again.</summary>
    /// <exception cref="ArgumentException">A value is NaN, or a count is negative.</exception>
    public static ValueHistogram Of(IEnumerable<KeyValuePair<double, long>> counts)
    {
        var sorted = new SortedDictionary<double, long>();
        foreach (var (value, count) in counts)
        {
            if (double.IsNaN(value) || count < 0)
                throw new ArgumentException("Not a count of a number.", nameof(counts));
            if (count > 0) sorted[value] = sorted.GetValueOrDefault(value) + count;
        }

        var upTo = new long[sorted.Count];
        long sum = 0;
        var i = 0;
        foreach (var count in sorted.Values) upTo[i++] = sum += count;
        return new ValueHistogram([.. sorted.Keys], upTo);
    }

    /// <summary>A histogram of single values.</summary>
    /// <exception cref="ArgumentException">A value is NaN.</exception>
    public static ValueHistogram Of(IEnumerable<double> values) =>
        Of(values.Select(value => KeyValuePair.Create(value, 1L)));

    /// <inheritdoc/>
    public ValueHistogram Merge(ValueHistogram other) => Of(Entries.Concat(other.Entries));

    /// <summary>
    /// The value that this part of all are not above, linear between order statistics (Hyndman and Fan, "Sample
    /// Quantiles in Statistical Packages", 1996, definition 7); of none, 0.
    /// </summary>
    /// <param name="probability">Cut to between 0 and 1.</param>
    public double Quantile(double probability)
    {
        if (Count == 0) return 0;
        var place = Math.Clamp(probability, 0, 1) * (Count - 1);
        var rank = (long)place;
        double below = At(rank), above = At(Math.Min(rank + 1, Count - 1));
        return place == rank ? below : below + (place - rank) * (above - below);
    }

    /// <summary>How many values are at or below one.</summary>
    public long CountUpTo(double value)
    {
        var index = Array.BinarySearch(_values, value);
        if (index < 0) index = ~index - 1;
        return index < 0 ? 0 : _upTo[index];
    }

    /// <summary>The same values, those outside the ends moved to them.</summary>
    public ValueHistogram Clamp(double low, double high) =>
        Of(Entries.Select(entry => KeyValuePair.Create(Math.Clamp(entry.Key, low, high), entry.Value)));

    /// <summary>The mean, as if each value were a unit's.</summary>
    public MeanStatistic ToMean()
    {
        double sum = 0, squares = 0;
        foreach (var (value, count) in Entries)
        {
            sum += value * count;
            squares += value * value * count;
        }

        return new MeanStatistic(Count, sum, squares);
    }

    // The order statistic of a rank from 0.
    private double At(long rank)
    {
        var index = Array.BinarySearch(_upTo, rank + 1);
        return _values[index < 0 ? ~index : index];
    }
}
