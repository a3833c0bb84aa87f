using System.Collections.Immutable;
using Profiles.Core.Events;

namespace Profiles.Analytics.Schema;

/// <summary>The views that analysts query: the one declaration that SQL, the schema route and the docs go by.</summary>
public static class AnalyticsViews
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<View> All { get; } =
        [Exposures(), Outcomes(), Links(), ExperimentByDay(), UserMetrics()];

    private static View Exposures() => new(
        "exposures", "A unit met a variant of an experiment, the first time.",
        [
            new("tenant", ColumnType.Text, "The tenant."),
            new("experiment", ColumnType.Text, "The key of the experiment."),
            new("bucket_version", ColumnType.Integer, "The version of its buckets; results never mix two."),
            new("variant", ColumnType.Text, "The key of the variant."),
            new("unit", ColumnType.Text, "What results are counted by: the user, the device of nobody, or the value "
                + "of another attribute.") { Expression = _ => "x.unit_id" },
            Kind("unit_kind", "user, device, or other for another attribute.", "x.unit_kind"),
            new("user_id", ColumnType.Text, "The user; null where nobody is known.")
            {
                Expression = _ => "case x.owner_kind when 1 then x.owner_id end",
            },
            new("device_id", ColumnType.Text, "The device that met it; null where a user did.")
            {
                Expression = _ => "case x.logged_kind when 2 then x.logged_id end",
            },
            new("hash_attribute", ColumnType.Text, "The attribute that was hashed, such as id."),
            new("hash_value", ColumnType.Text, "Its value."),
            Time("occurred_at", "When the variant took effect.", "x.occurred_at"),
            Milliseconds("x.occurred_at"),
            Day("x.occurred_at"),
            new("plan_version", ColumnType.Integer, "The version of the plan; 0 where a client assigned by itself."),
            new("slate_id", ColumnType.Text, "The slate in which it took effect; null where it was none."),
            new("device", ColumnType.Text, "The kind of device, such as tv; null where unknown."),
            new("territory", ColumnType.Text, "The territory, such as GB; null where unknown."),
            new("dimensions", ColumnType.Json, "All dimensions."),
            new("is_multiple", ColumnType.Integer, "1 where the unit met another variant of the same experiment and "
                + "bucket version too, else 0: results leave such units out.")
            {
                Expression = dialect =>
                    $"""
                    case when exists(
                        select 1 from {dialect.Tables}exposure_rows o
                        where o.tenant = x.tenant and o.experiment = x.experiment
                            and o.bucket_version = x.bucket_version and o.unit_key = x.unit_key
                            and o.variant <> x.variant) then 1 else 0 end
                    """,
            },
        ])
    {
        From = dialect => $"from {dialect.Tables}exposure_rows x",
    };

    private static View Outcomes() => new(
        "outcomes", "An event: what a unit did.",
        [
            new("tenant", ColumnType.Text, "The tenant."),
            new("unit", ColumnType.Text, "Who did it: the user, or the device of nobody.")
            {
                Expression = _ => "owner_id",
            },
            Kind("unit_kind", "user or device.", "owner_kind"),
            new("device_id", ColumnType.Text, "The device that sent it by itself; null where a user was named.")
            {
                Expression = _ => "case logged_kind when 2 then logged_id end",
            },
            new("event_key", ColumnType.Text, "A hash of sender and event id, as 32 hex digits.")
            {
                Expression = dialect => dialect.Hex("event_key"),
            },
            new("type", ColumnType.Text, "The type of the event, such as complete.") { Expression = _ => TypeName() },
            new("content_id", ColumnType.Text, "The content; null where it is about none."),
            Time("occurred_at", "When it happened; of progress the start of its hour.", "occurred_at"),
            Milliseconds("occurred_at"),
            Day("occurred_at"),
            new("value", ColumnType.Number, "The amount, such as a rating from 0 to 1; null where it has none."),
            new("from_seconds", ColumnType.Number, "Of a play or progress, where watching started.")
            {
                Expression = _ => SqlDialect.Seconds("from_ms"),
            },
            new("to_seconds", ColumnType.Number, "Of playback, how far it got.")
            {
                Expression = _ => SqlDialect.Seconds("to_ms"),
            },
            new("slate_id", ColumnType.Text, "The slate that showed the content; null where not given."),
            new("device", ColumnType.Text, "The kind of device, such as tv; null where not given."),
            new("territory", ColumnType.Text, "The territory, such as GB; null where not given."),
            new("session_id", ColumnType.Text, "The sender's session; null where not given."),
            new("position_seconds", ColumnType.Number, "Where playback was; null where not given, and of progress."),
            new("duration_seconds", ColumnType.Number, "How long the content is; null where not given."),
        ])
    {
        From = dialect => $"from {dialect.Tables}outcome_rows",
    };

    private static View Links() => new(
        "links", "A device belonged to a user.",
        [
            new("tenant", ColumnType.Text, "The tenant."),
            new("device_id", ColumnType.Text, "The device."),
            new("user_id", ColumnType.Text, "The user."),
            new("generation", ColumnType.Integer, "How many times the device had been linked."),
            Time("linked_at", "When the link entered the log.", "linked_at"),
            Time("unlinked_at", "When it ended; null while it lasts.", "unlinked_at"),
        ])
    {
        From = dialect => $"from {dialect.Tables}link_rows",
    };

    private static View ExperimentByDay() => new(
        "experiment_by_day", "How many units a variant met on a day for the first time.",
        [
            new("tenant", ColumnType.Text, "The tenant."),
            new("experiment", ColumnType.Text, "The key of the experiment."),
            new("bucket_version", ColumnType.Integer, "The version of its buckets."),
            new("variant", ColumnType.Text, "The key of the variant; null for units that met several."),
            new("day", ColumnType.Day, "The UTC day of a unit's first exposure."),
            new("new_units", ColumnType.Integer, "Units first exposed on that day.")
            {
                Expression = _ => "count(*)",
            },
            new("units", ColumnType.Integer, "Units exposed up to and with that day.")
            {
                Expression = _ => "cast(sum(count(*)) over "
                    + "(partition by tenant, experiment, bucket_version, variant order by day) as bigint)",
            },
        ])
    {
        From = dialect =>
            $"""
            from (
                select tenant, experiment, bucket_version,
                    case when min(variant) = max(variant) then min(variant) end as variant,
                    {dialect.Day("min(occurred_at)")} as day
                from {dialect.Tables}exposure_rows
                group by tenant, experiment, bucket_version, unit_key) first_exposures
            group by tenant, experiment, bucket_version, variant, day
            """,
    };

    private static View UserMetrics() => new(
        "user_metrics", "What a unit did, over all that is kept.",
        [
            new("tenant", ColumnType.Text, "The tenant.") { Expression = _ => "min(tenant)" },
            new("unit", ColumnType.Text, "The user, or the device of nobody.") { Expression = _ => "min(owner_id)" },
            Kind("unit_kind", "user or device.", "min(owner_kind)"),
            Sum("events", "Events; progress of an hour counts once.", "events"),
            Sum("plays", "Plays.", "plays"),
            Sum("completes", "Completes.", "completes"),
            Sum("likes", "Likes.", "likes"),
            new("contents", ColumnType.Integer, "Different contents.")
            {
                Expression = _ => "count(distinct content_id)",
            },
            new("watch_seconds", ColumnType.Number, "Watched: of each content and UTC day the furthest position less "
                + "the earliest start, as in the profile.")
            {
                Expression = _ => SqlDialect.Seconds(
                    "sum(case when to_ms > from_ms then to_ms - from_ms else 0 end)"),
            },
            Time("first_at", "Its first event.", "min(first_at)"),
            Time("last_at", "Its last event.", "max(last_at)"),
        ])
    {
        From = dialect =>
            $"""
            from (
                select owner_key, min(tenant) as tenant, min(owner_id) as owner_id, min(owner_kind) as owner_kind,
                    content_id, count(*) as events, {CountOf(ViewingEventType.Play)} as plays,
                    {CountOf(ViewingEventType.Complete)} as completes, {CountOf(ViewingEventType.Like)} as likes,
                    min(from_ms) as from_ms, max(to_ms) as to_ms,
                    min(occurred_at) as first_at, max(occurred_at) as last_at
                from {dialect.Tables}outcome_rows
                group by owner_key, content_id, {dialect.Day("occurred_at")}) content_days
            group by owner_key
            """,
    };

    private static ViewColumn Kind(string name, string meaning, string expression) => new(
        name, ColumnType.Text, meaning)
    {
        Expression = _ => $"case {expression} when 1 then 'user' when 2 then 'device' else 'other' end",
    };

    private static ViewColumn Time(string name, string meaning, string expression) => new(
        name, ColumnType.Time, meaning)
    {
        Expression = dialect => dialect.Time(expression),
    };

    private static ViewColumn Milliseconds(string expression) => new(
        "occurred_at_ms", ColumnType.Integer, "The same in milliseconds since 1970 UTC.")
    {
        Expression = _ => expression,
    };

    private static ViewColumn Day(string expression) => new("day", ColumnType.Day, "The UTC day of it.")
    {
        Expression = dialect => dialect.Day(expression),
    };

    private static ViewColumn Sum(string name, string meaning, string expression) => new(
        name, ColumnType.Integer, meaning)
    {
        Expression = _ => $"cast(sum({expression}) as bigint)",
    };

    private static string CountOf(ViewingEventType type) => $"count(case when type = {(int)type} then 1 end)";

    private static string TypeName() => "case type "
        + string.Concat(Enum.GetValues<ViewingEventType>().Select(type => $"when {(int)type} then '{type.Name()}' "))
        + "end";
}
