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
internal sealed partial class MetricSql
{
    private const double MillisecondsPerHour = 3_600_000;
    private const long MillisecondsPerDay = 86_400_000;

    private const string Zero = "cast(0 as double precision)";
    private const string NoText = "cast(null as text)";
    private const string After = "o.occurred_at >= u.exposed_at";
    private const string Before = "o.occurred_at < u.exposed_at";

    private readonly SqlDialect _dialect;
    private readonly MetricDefinition _metric;
    private readonly SqlParameters _parameters;
    private readonly long _from;
    private readonly long _until;
    private readonly long _asOf;
    private readonly string? _dimension;
    private readonly string _isAsked = "";

    private MetricSql(
        SqlDialect dialect, ExperimentSlice slice, MetricDefinition metric, string? dimension = null,
        IReadOnlyCollection<string>? segments = null)
    {
        _dialect = dialect;
        _metric = metric;
        _parameters = new SqlParameters(slice.Tenant, slice.Experiment, slice.BucketVersion);
        _from = slice.From.ToUnixTimeMilliseconds();
        _until = slice.Until.ToUnixTimeMilliseconds();
        _asOf = Math.Min(_until, slice.AsOf?.ToUnixTimeMilliseconds() ?? _until);
        if (dimension is null) return;
        _dimension = _parameters.Add(dialect.JsonName(dimension));
        if (segments is not null)
            _isAsked = $"where segment in ({string.Join(", ", segments.Select(_parameters.Add))})";
    }

    /// <summary>Answers variant, segment, n and the sums in the order of <see cref="MetricSums"/>.</summary>
    /// <param name="dialect">Of which database.</param>
    /// <param name="slice">Which units.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="dimension">The dimension of first exposures whose values are segments; null for one of all.</param>
    /// <param name="segments">Which of them; null for all.</param>
    public static SqlText Sums(
        SqlDialect dialect, ExperimentSlice slice, MetricDefinition metric, string? dimension = null,
        IReadOnlyCollection<string>? segments = null)
    {
        var sql = new MetricSql(dialect, slice, metric, dimension, segments);
        var text =
            $"""
            {sql.UnitValues()}
            select variant, segment, count(*), sum(y), sum(y * y), sum(d), sum(d * d), sum(y * d),
                sum(x), sum(x * x), sum(e), sum(e * e), sum(x * e), sum(y * x), sum(d * e), sum(y * e), sum(d * x)
            from unit_values {sql._isAsked} group by variant, segment
            """;
        return new SqlText(text, sql._parameters.ToArray());
    }

    /// <summary>Answers variant, segment, value and how many units have it.</summary>
    public static SqlText Histogram(
        SqlDialect dialect, ExperimentSlice slice, MetricDefinition metric, string? dimension = null,
        IReadOnlyCollection<string>? segments = null)
    {
        var sql = new MetricSql(dialect, slice, metric, dimension, segments);
        var text = $"{sql.UnitValues()}\nselect variant, segment, y, count(*) "
            + $"from unit_values {sql._isAsked} group by variant, segment, y";
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

    /// <summary>Answers segment and variant, both null beyond the largest segments, units and segments.</summary>
    public static SqlText Segments(SqlDialect dialect, ExperimentSlice slice, string dimension, int most)
    {
        var none = new MetricDefinition
        {
            Key = "", Name = "", Numerator = new MetricMeasure([], MetricAggregation.Count, null),
        };
        var sql = new MetricSql(dialect, slice, none, dimension);
        var text =
            $"""
            with {sql.Units()},
            counted as materialized (
                select segment, variant, count(*) as units from units group by segment, variant),
            ranked as (
                select segment, row_number() over (order by sum(units) desc, segment) as place
                from counted group by segment),
            placed as (
                select case when r.place <= {Number(most)} then c.segment end as shown,
                    case when r.place <= {Number(most)} then c.variant end as variant, c.segment, c.units
                from counted c join ranked r on r.segment = c.segment)
            select shown, variant, cast(sum(units) as bigint), count(distinct segment)
            from placed group by shown, variant
            """;
        return new SqlText(text, sql._parameters.ToArray());
    }

    // Put below one another and grouped, not joined: PostgreSQL takes what has a HAVING for a few rows, and joins those
    // in nested loops.
    private string UnitValues()
    {
        var denominator = _metric.Denominator;
        var denominators = $"union all select unit_key, {NoText}, {NoText}, {Zero}, {Zero}, after_it, before_it "
            + "from denominators";
        return $"""
            with {Units()},
            numerators as materialized ({Part(_metric.Numerator)}),
            {(denominator is null ? "" : $"denominators as materialized ({Part(denominator)}),")}
            raw_values as materialized (
                select max(variant) as variant, max(segment) as segment, {ValueOf("sum(y)")} as y,
                    {ValueOf("sum(x)")} as x, sum(d) as d, sum(e) as e
                from (
                    select unit_key, variant, segment, {Zero} as y, {Zero} as x, {Zero} as d, {Zero} as e from units
                    union all select unit_key, {NoText}, {NoText}, after_it, before_it, {Zero}, {Zero} from numerators
                    {(denominator is null ? "" : denominators)}) parts
                group by unit_key),
            {Capped()}
            """;
    }

    // Two devices of a unit may meet an experiment in one millisecond: the lesser value counts then.
    private string Units() => _dimension is null
        ? $"units as materialized (select unit_key, variant, exposed_at, '' as segment from ({UnitsOfOne()}) firsts)"
        : $"""
            firsts as materialized ({UnitsOfOne()}),
            units as materialized (
                select f.unit_key, f.variant, f.exposed_at,
                    coalesce(min({_dialect.JsonText("x.dimensions", _dimension)}), '') as segment
                from firsts f cross join {_dialect.Tables}exposure_rows x
                where x.tenant = $1 and x.experiment = $2 and x.bucket_version = $3 and x.unit_key = f.unit_key
                    and x.occurred_at = f.exposed_at
                group by f.unit_key, f.variant, f.exposed_at)
            """;

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
            and min(occurred_at) < {_asOf}
        """);

    private string Part(MetricMeasure measure)
    {
        var source = Source(measure);
        if (measure.Aggregation == MetricAggregation.WatchSeconds) return Watched(source);
        return $"""
            select u.unit_key, {Aggregate(measure.Aggregation, After)} as after_it,
                {Aggregate(measure.Aggregation, Before)} as before_it
            {source}
            group by u.unit_key
            """;
    }

    // A unit's owners are found by the primary key of exposures, their outcomes by that of outcomes. SQLite joins in
    // the order that is written here because of CROSS JOIN; to PostgreSQL it is any join.
    private string Source(MetricMeasure measure)
    {
        var before = _metric.Kind == MetricKind.Quantile ? 0 : _metric.CupedDays * MillisecondsPerDay;
        var condition = measure.Condition is { } json
            ? $"and {ConditionSql.Write(Compile(json), _parameters)}"
            : "";
        var end = _metric.ConversionWindowHours is { } hours
            ? _dialect.Least(Number(_asOf), $"u.exposed_at + {Number((long)(hours * MillisecondsPerHour))}")
            : Number(_asOf);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            from units u cross join {_dialect.Tables}exposure_rows w cross join {_dialect.Tables}outcome_rows o
            where w.tenant = $1 and w.experiment = $2 and w.bucket_version = $3 and w.unit_key = u.unit_key
                and w.occurred_at < {_until} and o.owner_key = w.owner_key
                and o.occurred_at >= u.exposed_at - {before} and o.occurred_at < {end}
                and o.type in ({TypesOf(measure)})
                {condition}
            """);
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

    private static string Watched(string source) =>
        $"""
        select unit_key, cast(sum(case when to_after > from_after then to_after - from_after else 0 end)
                as double precision) / 1000 as after_it,
            cast(sum(case when to_before > from_before then to_before - from_before else 0 end)
                as double precision) / 1000 as before_it
        from (
            select u.unit_key,
                min(case when {After} then o.from_ms end) as from_after,
                max(case when {After} then o.to_ms end) as to_after,
                min(case when {Before} then o.from_ms end) as from_before,
                max(case when {Before} then o.to_ms end) as to_before
            {source}
            group by u.unit_key, o.content_id, {DayOf("o.occurred_at")}) content_days
        group by unit_key
        """;

    private static string Aggregate(MetricAggregation aggregation, string when) => aggregation switch
    {
        MetricAggregation.Count => $"cast(count(case when {when} then 1 end) as double precision)",
        MetricAggregation.SumValue => $"sum(case when {when} then coalesce(o.value, 0e0) else 0e0 end)",
        MetricAggregation.MaxValue => $"max(case when {when} then o.value end)",
        MetricAggregation.DistinctContents => Distinct("o.content_id", when),
        MetricAggregation.DistinctSessions => Distinct("o.session_id", when),
        MetricAggregation.DistinctDays => Distinct(DayOf("o.occurred_at"), when),
        _ => throw new ArgumentOutOfRangeException(nameof(aggregation), aggregation, "Not an aggregation."),
    };

    // Events are after 1970, so that the quotient is the day.
    private static string DayOf(string milliseconds) => $"{milliseconds} / {Number(MillisecondsPerDay)}";

    private static string Distinct(string column, string when) =>
        $"cast(count(distinct case when {when} then {column} end) as double precision)";

    // The percentile is linear between order statistics, as ValueHistogram.Quantile has it.
    private string Capped()
    {
        if (_metric.Kind == MetricKind.Proportion || _metric.WinsorizeQuantile is not { } quantile)
            return "unit_values as (select variant, segment, y, x, d, e from raw_values)";
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
                select variant, segment, {_dialect.Least("y", "cap.at")} as y,
                    {_dialect.Least("x", "cap.at")} as x, d, e
                from raw_values cross join cap)
            """;
    }

    private static string Number(double value) =>
        $"cast({value.ToString("R", CultureInfo.InvariantCulture)} as double precision)";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
