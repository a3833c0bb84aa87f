using System.Collections.Immutable;
using Profiles.Analytics.Stores;
using Profiles.Core.Experiments.Definitions;
using Profiles.Statistics.Samples;

namespace Profiles.Analytics.Metrics;

/// <summary>
/// Reads sums of metrics from the tables. A unit counts from its first exposure on, in the variant that it met; one
/// that met several counts nowhere; what it did before adjusts only.
/// </summary>
internal sealed class ExperimentMetricsReader(IAnalyticsReader reader) : IExperimentMetrics
{
    private const long MillisecondsPerDay = 86_400_000;

    public async Task<ExposedUnits> ReadUnitsAsync(ExperimentSlice slice, CancellationToken cancellationToken)
    {
        var rows = await ReadAsync(MetricSql.Units(reader.Dialect, slice), cancellationToken);
        return new ExposedUnits(
            rows.Where(row => row[0] is string)
                .ToImmutableSortedDictionary(row => (string)row[0]!, row => Convert.ToInt64(row[1]),
                    StringComparer.Ordinal),
            rows.Where(row => row[0] is not string).Sum(row => Convert.ToInt64(row[1])));
    }

    public async Task<ImmutableArray<VariantMetric>> ReadAsync(
        ExperimentSlice slice, MetricDefinition metric, CancellationToken cancellationToken) =>
    [
        .. (await ReadAsync(slice, metric, null, null, cancellationToken))
            .Select(each => new VariantMetric(each.Variant, each.Statistic)),
    ];

    public async Task<SegmentUnits> ReadSegmentsAsync(
        ExperimentSlice slice, string dimension, int maxSegments, CancellationToken cancellationToken)
    {
        var rows = await ReadAsync(
            MetricSql.Segments(reader.Dialect, slice, dimension, maxSegments), cancellationToken);
        var others = rows.Where(row => row[0] is not string).ToList();
        return new SegmentUnits(
            [
                .. rows.Where(row => row[0] is string).GroupBy(row => (string)row[0]!)
                    .Select(group => (Segment: group.Key, ByVariant: group.ToImmutableSortedDictionary(
                        row => (string)row[1]!, row => Convert.ToInt64(row[2]), StringComparer.Ordinal)))
                    .OrderByDescending(of => of.ByVariant.Values.Sum())
                    .ThenBy(of => of.Segment, StringComparer.Ordinal),
            ],
            others.Sum(row => Convert.ToInt64(row[3])), others.Sum(row => Convert.ToInt64(row[2])));
    }

    public Task<ImmutableArray<SegmentMetric>> ReadBySegmentAsync(
        ExperimentSlice slice, MetricDefinition metric, string dimension, IReadOnlyCollection<string> segments,
        CancellationToken cancellationToken) => segments.Count == 0
            ? Task.FromResult(ImmutableArray<SegmentMetric>.Empty)
            : ReadAsync(slice, metric, dimension, segments, cancellationToken);

    public async Task<ImmutableArray<DailyMetric>> ReadDailyAsync(
        ExperimentSlice slice, MetricDefinition metric, int maxDays, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDays, 1);
        if (MetricSql.CanAddUp(metric))
        {
            var rows = await ReadAsync(MetricSql.DailySums(reader.Dialect, slice, metric), cancellationToken);
            return AddUp(rows, metric, slice.Until, maxDays);
        }

        var first = await ReadAsync(MetricSql.FirstDay(reader.Dialect, slice, metric), cancellationToken);
        if (first[0][0] is null or DBNull) return [];
        var days = ImmutableArray.CreateBuilder<DailyMetric>();
        foreach (var day in DaysOf(Convert.ToInt64(first[0][0]), slice.Until, maxDays))
        {
            var asOf = slice with { AsOf = TimeOf(day + 1) };
            days.Add(new DailyMetric(DayOf(day), await ReadAsync(asOf, metric, cancellationToken)));
        }

        return days.DrainToImmutable();
    }

    private static ImmutableArray<DailyMetric> AddUp(
        List<object?[]> rows, MetricDefinition metric, DateTimeOffset until, int maxDays)
    {
        if (rows.Count == 0) return [];
        var changes = rows.GroupBy(row => Convert.ToInt64(row[1])).OrderBy(group => group.Key).ToList();
        var sums = new SortedDictionary<string, MetricSums>(StringComparer.Ordinal);
        var days = ImmutableArray.CreateBuilder<DailyMetric>();
        var next = 0;
        foreach (var day in DaysOf(changes[0].Key, until, maxDays))
        {
            for (; next < changes.Count && changes[next].Key <= day; next++)
                foreach (var row in changes[next])
                    sums[(string)row[0]!] = MetricSums.Read(row).Plus(sums.GetValueOrDefault((string)row[0]!));
            days.Add(new DailyMetric(
                DayOf(day), [.. sums.Select(of => new VariantMetric(of.Key, of.Value.ToStatistic(metric)))]));
        }

        return days.DrainToImmutable();
    }

    /// <summary>Days since 1970: evenly spaced, and the last that begins before the end.</summary>
    private static IEnumerable<long> DaysOf(long first, DateTimeOffset until, int most)
    {
        var last = Math.Max(first, (until.ToUnixTimeMilliseconds() - 1) / MillisecondsPerDay);
        var step = (last - first) / most + 1;
        for (var day = last - (last - first) / step * step; day <= last; day += step) yield return day;
    }

    private static DateOnly DayOf(long day) => DateOnly.FromDateTime(TimeOf(day).UtcDateTime);

    private static DateTimeOffset TimeOf(long day) =>
        DateTimeOffset.FromUnixTimeMilliseconds(day * MillisecondsPerDay);

    private async Task<ImmutableArray<SegmentMetric>> ReadAsync(
        ExperimentSlice slice, MetricDefinition metric, string? dimension, IReadOnlyCollection<string>? segments,
        CancellationToken cancellationToken)
    {
        if (metric.Quantile is not { } quantile)
        {
            var rows = await ReadAsync(
                MetricSql.Sums(reader.Dialect, slice, metric, dimension, segments), cancellationToken);
            return Sorted(rows.Select(row => new SegmentMetric(
                (string)row[1]!, (string)row[0]!, MetricSums.Read(row).ToStatistic(metric))));
        }

        var values = await ReadAsync(
            MetricSql.Histogram(reader.Dialect, slice, metric, dimension, segments), cancellationToken);
        return Sorted(values.GroupBy(row => (Segment: (string)row[1]!, Variant: (string)row[0]!))
            .Select(group => new SegmentMetric(group.Key.Segment, group.Key.Variant, QuantileStatistic.Of(
                ValueHistogram.Of(group.Select(row => KeyValuePair.Create(
                    Convert.ToDouble(row[2]), Convert.ToInt64(row[3])))),
                quantile))));
    }

    private static ImmutableArray<SegmentMetric> Sorted(IEnumerable<SegmentMetric> metrics) =>
    [
        .. metrics.OrderBy(each => each.Segment, StringComparer.Ordinal)
            .ThenBy(each => each.Variant, StringComparer.Ordinal),
    ];

    private Task<List<object?[]>> ReadAsync(SqlText sql, CancellationToken cancellationToken) =>
        reader.ReadAsync(sql.Text, sql.Parameters, cancellationToken);
}
