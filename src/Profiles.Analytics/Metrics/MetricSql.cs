using System.Globalization;
using Profiles.Analytics.Schema;

namespace Profiles.Analytics.Metrics;

/// <summary>
/// The statement of a metric. Its steps: units of one variant with their first exposure; a number of each unit from its
/// outcomes after and before that; the cap; sums by variant. The parameters are tenant, experiment and bucket version.
/// </summary>
internal sealed class MetricSql
{
    private const long MaxWindowMs = 1L << 40;

    private readonly SqlDialect _dialect;
    private readonly MetricDefinition _metric;
    private readonly long _from;
    private readonly long _until;

    private MetricSql(SqlDialect dialect, ExperimentSlice slice, MetricDefinition metric)
    {
        _dialect = dialect;
        _metric = metric;
        _from = slice.From.ToUnixTimeMilliseconds();
        _until = slice.Until.ToUnixTimeMilliseconds();
    }

    /// <summary>Answers variant, n and the sums in the order of <see cref="MetricSums"/>.</summary>
    public static string Sums(SqlDialect dialect, ExperimentSlice slice, MetricDefinition metric)
    {
        var sql = new MetricSql(dialect, slice, metric);
        return
            $"""
            {sql.UnitValues()}
            select variant, count(*), sum(y), sum(y * y), sum(d), sum(d * d), sum(y * d),
                sum(x), sum(x * x), sum(e), sum(e * e), sum(x * e), sum(y * x), sum(d * e), sum(y * e), sum(d * x)
            from unit_values group by variant order by variant
            """;
    }

    /// <summary>Answers variant, value and how many units have it.</summary>
    public static string Histogram(SqlDialect dialect, ExperimentSlice slice, MetricDefinition metric)
    {
        var sql = new MetricSql(dialect, slice, metric);
        return $"{sql.UnitValues()}\nselect variant, y, count(*) from unit_values group by variant, y order by variant";
    }

    /// <summary>Answers variant, null for several, and how many units.</summary>
    public static string Units(SqlDialect dialect, ExperimentSlice slice) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        select variant, count(*) from (
            select case when min(variant) = max(variant) then min(variant) end as variant
            from {dialect.Tables}exposure_rows
            where tenant = $1 and experiment = $2 and bucket_version = $3
                and occurred_at < {slice.Until.ToUnixTimeMilliseconds()}
            group by unit_key having min(occurred_at) >= {slice.From.ToUnixTimeMilliseconds()}) units
        group by variant order by variant
        """);

    private string UnitValues() =>
        $"""
        with units as materialized ({UnitsOfOne()}),
        numerators as materialized ({Part(_metric.Numerator)}),
        {(_metric.Denominator is null ? "" : $"denominators as materialized ({Part(_metric.Denominator)}),")}
        raw_values as materialized (
            select u.variant, coalesce(n.after_it, 0e0) as y, coalesce(n.before_it, 0e0) as x,
                {(_metric.Denominator is null ? "0e0 as d, 0e0 as e" : "coalesce(m.after_it, 0e0) as d, "
                    + "coalesce(m.before_it, 0e0) as e")}
            from units u left join numerators n on n.unit_key = u.unit_key
            {(_metric.Denominator is null ? "" : "left join denominators m on m.unit_key = u.unit_key")}),
        {Capped()}
        """;

    private string UnitsOfOne() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        select unit_key, min(variant) as variant, min(occurred_at) as exposed_at
        from {_dialect.Tables}exposure_rows
        where tenant = $1 and experiment = $2 and bucket_version = $3 and occurred_at < {_until}
        group by unit_key having min(variant) = max(variant) and min(occurred_at) >= {_from}
        """);

    // A unit's owners are found by the primary key of exposures, their outcomes by that of outcomes. SQLite joins in
    // the order that is written here because of CROSS JOIN; to PostgreSQL it is any join.
    private string Part(MetricPart part)
    {
        var before = Milliseconds(_metric.AdjustmentWindow, 0);
        var source = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            from units u cross join {_dialect.Tables}exposure_rows w cross join {_dialect.Tables}outcome_rows o
            where w.tenant = $1 and w.experiment = $2 and w.bucket_version = $3 and w.unit_key = u.unit_key
                and w.occurred_at < {_until} and o.owner_key = w.owner_key
                and o.occurred_at >= u.exposed_at - {before}
                and o.occurred_at < {_dialect.Least(Number(_until), $"u.exposed_at + {Milliseconds(
                    _metric.ConversionWindow, MaxWindowMs)}")}
                and o.type in ({string.Join(", ", part.EventTypes.Select(type => (int)type))})
            """);
        const string After = "o.occurred_at >= u.exposed_at";
        const string Before = "o.occurred_at < u.exposed_at";
        if (part.Aggregation == MetricAggregation.WatchSeconds) return Watched(source, After, Before);
        return $"""
            select u.unit_key, {Aggregate(part.Aggregation, After)} as after_it,
                {Aggregate(part.Aggregation, Before)} as before_it
            {source}
            group by u.unit_key
            """;
    }

    private string Watched(string source, string after, string before) =>
        $"""
        select unit_key, cast(sum(case when to_after > from_after then to_after - from_after else 0 end)
                as double precision) / 1000 as after_it,
            cast(sum(case when to_before > from_before then to_before - from_before else 0 end)
                as double precision) / 1000 as before_it
        from (
            select u.unit_key,
                min(case when {after} then o.from_ms end) as from_after,
                max(case when {after} then o.to_ms end) as to_after,
                min(case when {before} then o.from_ms end) as from_before,
                max(case when {before} then o.to_ms end) as to_before
            {source}
            group by u.unit_key, o.content_id, {_dialect.Day("o.occurred_at")}) content_days
        group by unit_key
        """;

    private static string Aggregate(MetricAggregation aggregation, string when) => aggregation switch
    {
        MetricAggregation.Count => $"cast(count(case when {when} then 1 end) as double precision)",
        MetricAggregation.Any => $"cast(max(case when {when} then 1 else 0 end) as double precision)",
        MetricAggregation.SumOfValue => $"sum(case when {when} then coalesce(o.value, 0e0) else 0e0 end)",
        MetricAggregation.DistinctContents =>
            $"cast(count(distinct case when {when} then o.content_id end) as double precision)",
        _ => throw new ArgumentOutOfRangeException(nameof(aggregation), aggregation, "Not an aggregation."),
    };

    // The percentile is linear between order statistics, as ValueHistogram.Quantile has it.
    private string Capped()
    {
        if (_metric.CapAtPercentile is { } percentile)
        {
            return $"""
                ranked as (
                    select y, row_number() over (order by y) - 1 as place_of,
                        {Number(percentile)} * (count(*) over () - 1) as place
                    from raw_values),
                around as (
                    select place, max(case when place_of <= place then y end) as below,
                        coalesce(min(case when place_of > place then y end), max(y)) as above,
                        max(case when place_of <= place then place_of end) as place_below
                    from ranked group by place),
                cap as (select below + (place - place_below) * (above - below) as at from around),
                unit_values as (
                    select variant, {_dialect.Least("y", "cap.at")} as y, {_dialect.Least("x", "cap.at")} as x, d, e
                    from raw_values cross join cap)
                """;
        }

        var (y, x) = _metric.CapAtValue is { } value
            ? (_dialect.Least("y", Number(value)), _dialect.Least("x", Number(value)))
            : ("y", "x");
        return $"unit_values as (select variant, {y} as y, {x} as x, d, e from raw_values)";
    }

    private static long Milliseconds(TimeSpan? window, long standard) =>
        window is { } given ? Math.Clamp((long)given.TotalMilliseconds, 0, MaxWindowMs) : standard;

    private static string Number(double value) =>
        $"cast({value.ToString("R", CultureInfo.InvariantCulture)} as double precision)";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
