using System.Globalization;
using System.Text.Json;
using Profiles.Analytics.Schema;
using Profiles.Core.Conditions;
using Profiles.Core.Events;
using Profiles.Core.Experiments.Definitions;

namespace Profiles.Analytics.Metrics;

/// <summary>
/// The statement of a metric. Its steps: units of one variant with their first exposure; a number of each unit from its
/// outcomes after and before that; the cap; sums by variant.
/// </summary>
internal sealed class MetricSql
{
    private const double MillisecondsPerHour = 3_600_000;
    private const long MillisecondsPerDay = 86_400_000;

    // The UTC day of an outcome, counted from the year 1 so that no time is below 0. Calendars of both databases take
    // longer, by a tenth of a whole metric.
    private const string DayNumber = "(o.occurred_at + 62135596800000) / 86400000";

    private readonly SqlDialect _dialect;
    private readonly MetricDefinition _metric;
    private readonly SqlParameters _parameters;
    private readonly long _from;
    private readonly long _until;

    private MetricSql(SqlDialect dialect, ExperimentSlice slice, MetricDefinition metric)
    {
        _dialect = dialect;
        _metric = metric;
        _parameters = new SqlParameters(slice.Tenant, slice.Experiment, slice.BucketVersion);
        _from = slice.From.ToUnixTimeMilliseconds();
        _until = slice.Until.ToUnixTimeMilliseconds();
    }

    /// <summary>Answers variant, n and the sums in the order of <see cref="MetricSums"/>.</summary>
    public static SqlText Sums(SqlDialect dialect, ExperimentSlice slice, MetricDefinition metric)
    {
        var sql = new MetricSql(dialect, slice, metric);
        var text =
            $"""
            {sql.UnitValues()}
            select variant, count(*), sum(y), sum(y * y), sum(d), sum(d * d), sum(y * d),
                sum(x), sum(x * x), sum(e), sum(e * e), sum(x * e), sum(y * x), sum(d * e), sum(y * e), sum(d * x)
            from unit_values group by variant order by variant
            """;
        return new SqlText(text, sql._parameters.ToArray());
    }

    /// <summary>Answers variant, value and how many units have it.</summary>
    public static SqlText Histogram(SqlDialect dialect, ExperimentSlice slice, MetricDefinition metric)
    {
        var sql = new MetricSql(dialect, slice, metric);
        var text = $"{sql.UnitValues()}\n"
            + "select variant, y, count(*) from unit_values group by variant, y order by variant";
        return new SqlText(text, sql._parameters.ToArray());
    }

    /// <summary>Answers variant, null for several, and how many units.</summary>
    public static SqlText Units(SqlDialect dialect, ExperimentSlice slice) => new(
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            select variant, count(*) from (
                select case when min(variant) = max(variant) then min(variant) end as variant
                from {dialect.Tables}exposure_rows
                where tenant = $1 and experiment = $2 and bucket_version = $3
                    and occurred_at < {slice.Until.ToUnixTimeMilliseconds()}
                group by unit_key having min(occurred_at) >= {slice.From.ToUnixTimeMilliseconds()}) units
            group by variant order by variant
            """),
        [slice.Tenant, slice.Experiment, slice.BucketVersion]);

    private string UnitValues()
    {
        var denominator = _metric.Denominator;
        return $"""
            with units as materialized ({UnitsOfOne()}),
            numerators as materialized ({Part(_metric.Numerator)}),
            {(denominator is null ? "" : $"denominators as materialized ({Part(denominator)}),")}
            raw_values as materialized (
                select u.variant, {ValueOf("n.after_it")} as y, {ValueOf("n.before_it")} as x,
                    {(denominator is null ? "0e0 as d, 0e0 as e" : "coalesce(m.after_it, 0e0) as d, "
                        + "coalesce(m.before_it, 0e0) as e")}
                from units u left join numerators n on n.unit_key = u.unit_key
                {(denominator is null ? "" : "left join denominators m on m.unit_key = u.unit_key")}),
            {Capped()}
            """;
    }

    private string ValueOf(string column) => _metric.Kind == MetricKind.Proportion
        ? $"case when {column} > 0 then 1e0 else 0e0 end"
        : $"coalesce({column}, 0e0)";

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
    private string Part(MetricMeasure measure)
    {
        var condition = measure.Condition is { } json
            ? $"and {ConditionSql.Write(Compile(json), _parameters)}"
            : "";
        var before = _metric.Kind == MetricKind.Quantile ? 0 : _metric.CupedDays * MillisecondsPerDay;
        var end = _metric.ConversionWindowHours is { } hours
            ? _dialect.Least(Number(_until), $"u.exposed_at + {Number((long)(hours * MillisecondsPerHour))}")
            : Number(_until);
        var source = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            from units u cross join {_dialect.Tables}exposure_rows w cross join {_dialect.Tables}outcome_rows o
            where w.tenant = $1 and w.experiment = $2 and w.bucket_version = $3 and w.unit_key = u.unit_key
                and w.occurred_at < {_until} and o.owner_key = w.owner_key
                and o.occurred_at >= u.exposed_at - {before} and o.occurred_at < {end}
                and o.type in ({TypesOf(measure)})
                {condition}
            """);
        const string After = "o.occurred_at >= u.exposed_at";
        const string Before = "o.occurred_at < u.exposed_at";
        if (measure.Aggregation == MetricAggregation.WatchSeconds) return Watched(source, After, Before);
        return $"""
            select u.unit_key, {Aggregate(measure.Aggregation, After)} as after_it,
                {Aggregate(measure.Aggregation, Before)} as before_it
            {source}
            group by u.unit_key
            """;
    }

    private static string TypesOf(MetricMeasure measure) => string.Join(", ", measure.EventTypes.Select(name =>
        ViewingEventTypes.TryParse(name, out var type)
            ? Number((int)type)
            : throw new ArgumentException($"There is no type of event '{name}'.", nameof(measure))));

    private static Condition Compile(JsonElement condition)
    {
        var errors = new List<ConditionError>();
        return ConditionCompiler.Compile(condition, string.Empty, MetricAttributes.Answerable, errors)
            ?? throw new ArgumentException($"The condition cannot be asked: {errors[0].Remedy}", nameof(condition));
    }

    private static string Watched(string source, string after, string before) =>
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
            group by u.unit_key, o.content_id, {DayNumber}) content_days
        group by unit_key
        """;

    private static string Aggregate(MetricAggregation aggregation, string when) => aggregation switch
    {
        MetricAggregation.Count => $"cast(count(case when {when} then 1 end) as double precision)",
        MetricAggregation.SumValue => $"sum(case when {when} then coalesce(o.value, 0e0) else 0e0 end)",
        MetricAggregation.MaxValue => $"max(case when {when} then o.value end)",
        MetricAggregation.DistinctContents => Distinct("o.content_id", when),
        MetricAggregation.DistinctSessions => Distinct("o.session_id", when),
        MetricAggregation.DistinctDays => Distinct(DayNumber, when),
        _ => throw new ArgumentOutOfRangeException(nameof(aggregation), aggregation, "Not an aggregation."),
    };

    private static string Distinct(string column, string when) =>
        $"cast(count(distinct case when {when} then {column} end) as double precision)";

    // The percentile is linear between order statistics, as ValueHistogram.Quantile has it.
    private string Capped()
    {
        if (_metric.Kind == MetricKind.Proportion || _metric.WinsorizeQuantile is not { } quantile)
            return "unit_values as (select variant, y, x, d, e from raw_values)";
        return $"""
            ranked as (
                select y, row_number() over (order by y) - 1 as place_of,
                    {Number(quantile)} * (count(*) over () - 1) as place
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

    private static string Number(double value) =>
        $"cast({value.ToString("R", CultureInfo.InvariantCulture)} as double precision)";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
