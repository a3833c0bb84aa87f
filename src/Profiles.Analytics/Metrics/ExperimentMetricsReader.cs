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
        ExperimentSlice slice, MetricDefinition metric, CancellationToken cancellationToken)
    {
        if (metric.Quantile is { } quantile) return await ReadQuantileAsync(slice, metric, quantile, cancellationToken);
        var rows = await ReadAsync(MetricSql.Sums(reader.Dialect, slice, metric), cancellationToken);
        return
        [
            .. rows.Select(row => new VariantMetric((string)row[0]!, MetricSums.Read(row).ToStatistic(metric)))
                .OrderBy(each => each.Variant, StringComparer.Ordinal),
        ];
    }

    private async Task<ImmutableArray<VariantMetric>> ReadQuantileAsync(
        ExperimentSlice slice, MetricDefinition metric, double quantile, CancellationToken cancellationToken)
    {
        var rows = await ReadAsync(MetricSql.Histogram(reader.Dialect, slice, metric), cancellationToken);
        return
        [
            .. rows.GroupBy(row => (string)row[0]!)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new VariantMetric(group.Key, QuantileStatistic.Of(
                    ValueHistogram.Of(group.Select(row => KeyValuePair.Create(
                        Convert.ToDouble(row[1]), Convert.ToInt64(row[2])))),
                    quantile))),
        ];
    }

    private Task<List<object?[]>> ReadAsync(SqlText sql, CancellationToken cancellationToken) =>
        reader.ReadAsync(sql.Text, sql.Parameters, cancellationToken);
}
