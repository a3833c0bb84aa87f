using Profiles.Analytics.Schema;
using Profiles.Core.Experiments.Definitions;

namespace Profiles.Analytics.Metrics;

/// <summary>
/// A metric by day, in one walk over the outcomes. A unit's number only changes on days of its events; between two such
/// days the sums over units change by the difference of the number, and of its square, so that adding up the changes of
/// each day gives the sums at its end. Cuts and quantiles cannot be added up so.
/// </summary>
internal sealed partial class MetricSql
{
    /// <summary>Whether <see cref="DailySums"/> can answer the metric.</summary>
    public static bool CanAddUp(MetricDefinition metric) => metric.Kind == MetricKind.Proportion
        || (metric.Kind != MetricKind.Quantile && metric.WinsorizeQuantile is null);

    /// <summary>
    /// Answers variant, day since 1970, and by how much n and the sums of <see cref="MetricSums"/> change on that day.
    /// </summary>
    public static SqlText DailySums(SqlDialect dialect, ExperimentSlice slice, MetricDefinition metric)
    {
        var sql = new MetricSql(dialect, slice, metric);
        return new SqlText(sql.DailyText(), sql._parameters.ToArray());
    }

    /// <summary>Answers the day since 1970 on which the first unit was exposed, or null.</summary>
    public static SqlText FirstDay(SqlDialect dialect, ExperimentSlice slice, MetricDefinition metric)
    {
        var sql = new MetricSql(dialect, slice, metric);
        return new SqlText(
            $"select min({DayOf("exposed_at")}) from ({sql.UnitsOfOne()}) firsts", sql._parameters.ToArray());
    }

    // Day 0 holds what was before the exposure, which no day changes.
    private string DailyText()
    {
        var (numerator, denominator) = (_metric.Numerator, _metric.Denominator);
        var (hasPast, hasPastOfBoth) = (_metric.CupedDays > 0, _metric.CupedDays > 0 && denominator is not null);
        const string OfUnit = "over (partition by unit_key)";
        const string ByDay = "over (partition by unit_key order by day)";
        var y = $"{RunningOf(numerator)}(y) {ByDay}";
        var denominatorDays = $"union all select unit_key, day, {NoText}, 0, {Zero}, number, {Zero}, {Zero} "
            + "from denominator_days";
        var pastOfNumerator = $"union all select unit_key, 0, {NoText}, 0, {Zero}, {Zero}, before_it, {Zero} "
            + "from numerators";
        var pastOfDenominator = $"union all select unit_key, 0, {NoText}, 0, {Zero}, {Zero}, {Zero}, before_it "
            + "from denominators";
        return $"""
            with {Units()},
            numerator_days as materialized ({Days(numerator)}),
            {(denominator is null ? "" : $"denominator_days as materialized ({Days(denominator)}),")}
            {(hasPast ? $"numerators as materialized ({Part(numerator)})," : "")}
            {(hasPastOfBoth ? $"denominators as materialized ({Part(denominator!)})," : "")}
            changes as (
                select unit_key, day, max(variant) as variant, max(starts) as starts, sum(y) as y, sum(d) as d,
                    sum(x) as x, sum(e) as e
                from (
                    select unit_key, {DayOf("exposed_at")} as day, variant, 1 as starts, {Zero} as y, {Zero} as d,
                        {Zero} as x, {Zero} as e
                    from units
                    union all select unit_key, day, {NoText}, 0, number, {Zero}, {Zero}, {Zero} from numerator_days
                    {(denominator is null ? "" : denominatorDays)}
                    {(hasPast ? pastOfNumerator : "")}
                    {(hasPastOfBoth ? pastOfDenominator : "")}) each_change
                group by unit_key, day),
            running as (
                select unit_key, day, starts, max(variant) {OfUnit} as variant, {ValueOf($"sum(x) {OfUnit}")} as x,
                    coalesce(sum(e) {OfUnit}, 0e0) as e,
                    {(_metric.Kind == MetricKind.Proportion ? ValueOf(y) : y)} as y,
                    {(denominator is null ? "d" : $"{RunningOf(denominator)}(d) {ByDay}")} as d
                from changes),
            steps as (
                select variant, day, starts, y, d, x, e, coalesce(lag(y) {ByDay}, 0e0) as y0,
                    coalesce(lag(d) {ByDay}, 0e0) as d0
                from running)
            select variant, day, sum(starts), sum(y - y0), sum(y * y - y0 * y0), sum(d - d0), sum(d * d - d0 * d0),
                sum(y * d - y0 * d0), sum(starts * x), sum(starts * x * x), sum(starts * e), sum(starts * e * e),
                sum(starts * x * e), sum((y - y0) * x), sum((d - d0) * e), sum((y - y0) * e), sum((d - d0) * x)
            from steps where day > 0 group by variant, day
            """;
    }

    private static string RunningOf(MetricMeasure measure) =>
        measure.Aggregation == MetricAggregation.MaxValue ? "max" : "sum";

    // What a day adds to a unit's number; of the greatest value, the greatest of the day. What counts once counts on
    // the day on which it is first seen.
    private string Days(MetricMeasure measure)
    {
        var (source, day) = ($"{Source(measure)} and {After}", DayOf("o.occurred_at"));
        return measure.Aggregation switch
        {
            MetricAggregation.Count => Simple("cast(count(*) as double precision)"),
            MetricAggregation.SumValue => Simple("sum(coalesce(o.value, 0e0))"),
            MetricAggregation.MaxValue => Simple("max(coalesce(o.value, 0e0))"),
            MetricAggregation.DistinctDays => Simple("cast(1 as double precision)"),
            MetricAggregation.DistinctContents => FirstSeen("o.content_id"),
            MetricAggregation.DistinctSessions => FirstSeen("o.session_id"),
            MetricAggregation.WatchSeconds =>
                $"""
                select unit_key, day, cast(sum(case when reached > began then reached - began else 0 end)
                    as double precision) / 1000 as number
                from (
                    select u.unit_key, {day} as day, min(o.from_ms) as began, max(o.to_ms) as reached
                    {source}
                    group by u.unit_key, o.content_id, {day}) content_days
                group by unit_key, day
                """,
            _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "Not an aggregation."),
        };

        string Simple(string number) =>
            $"select u.unit_key, {day} as day, {number} as number {source} group by u.unit_key, {day}";

        string FirstSeen(string column) =>
            $"""
            select unit_key, day, cast(count(*) as double precision) as number
            from (
                select u.unit_key, min({day}) as day {source} and {column} is not null
                group by u.unit_key, {column}) first_seen
            group by unit_key, day
            """;
    }
}
