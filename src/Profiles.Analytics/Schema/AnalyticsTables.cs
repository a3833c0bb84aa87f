namespace Profiles.Analytics.Schema;

/// <summary>
/// The tables behind the views. Exposures are kept in the order of experiment and unit, outcomes in the order of unit
/// and time, because results walk both in the order of units. Kinds are those of <c>UnitKind</c>, 0 for another
/// attribute; types those of <c>ViewingEventType</c>; times are Unix milliseconds.
/// </summary>
internal static class AnalyticsTables
{
    /// <summary>
    /// The version of the tables. Those of an earlier one are emptied, and filled again from the log: whose a row is
    /// follows from the links before it, so rows cannot be mended in place.
    /// </summary>
    public const int Version = 2;

    /// <summary>The tables that no view reads.</summary>
    public static readonly string[] Bookkeeping = ["log_source", "log_positions"];

    /// <summary>All tables.</summary>
    public static readonly string[] Names = [.. Bookkeeping, "link_rows", "exposure_rows", "outcome_rows"];

    public static readonly string[] ExposureColumns =
    [
        "tenant", "experiment", "bucket_version", "unit_key", "owner_key", "variant", "occurred_at", "unit_kind",
        "unit_id", "owner_kind", "owner_id", "logged_kind", "logged_id", "hash_attribute", "hash_value",
        "plan_version", "slate_id", "device", "territory", "dimensions",
    ];

    public static readonly string[] OutcomeColumns =
    [
        "owner_key", "occurred_at", "event_key", "type", "tenant", "owner_kind", "owner_id", "logged_kind",
        "logged_id", "content_id", "value", "from_ms", "to_ms", "slate_id", "device", "territory", "is_collapsed",
        "session_id", "position_seconds", "duration_seconds",
    ];

    public static string Create(SqlDialect dialect) =>
        $"""
        create table {dialect.Tables}log_source(
            only_row integer primary key check (only_row = 1), created_at text not null, partitions integer not null);

        create table {dialect.Tables}log_positions(partition integer primary key, next_sequence bigint not null);

        create table {dialect.Tables}link_rows(
            device_key bigint not null, generation integer not null, tenant text not null, device_id text not null,
            user_id text not null, linked_at bigint, unlinked_at bigint,
            primary key (device_key, generation)){dialect.Clustered};

        create table {dialect.Tables}exposure_rows(
            tenant text not null, experiment text not null, bucket_version integer not null,
            unit_key bigint not null, owner_key bigint not null, variant text not null,
            occurred_at bigint not null, unit_kind integer not null, unit_id text not null,
            owner_kind integer not null, owner_id text not null, logged_kind integer not null, logged_id text not null,
            hash_attribute text not null, hash_value text not null, plan_version bigint not null,
            slate_id text, device text, territory text, dimensions {dialect.JsonType} not null,
            primary key (tenant, experiment, bucket_version, unit_key, owner_key, variant)){dialect.Clustered};
        create index exposure_rows_of_owner on {dialect.Tables}exposure_rows(owner_key);

        create table {dialect.Tables}outcome_rows(
            owner_key bigint not null, occurred_at bigint not null, event_key {dialect.KeyType} not null,
            type integer not null, tenant text not null, owner_kind integer not null, owner_id text not null,
            logged_kind integer not null, logged_id text not null, content_id text, value double precision,
            from_ms bigint, to_ms bigint, slate_id text, device text, territory text, is_collapsed integer not null,
            session_id text, position_seconds double precision, duration_seconds double precision,
            primary key (owner_key, occurred_at, event_key)){dialect.Clustered};
        """;

    /// <summary>Takes the tables and views of an earlier version away.</summary>
    public static string Drop() =>
        string.Concat(AnalyticsViews.All.Select(view => $"drop view if exists {view.Name};\n"))
        + string.Concat(Names.Select(table => $"drop table if exists {table};\n"));

    /// <summary>What becomes of an exposure of a unit, owner and variant that is known: the earliest counts.</summary>
    public static string OnExposureConflict() =>
        "on conflict (tenant, experiment, bucket_version, unit_key, owner_key, variant) do update set "
        + string.Join(", ", ExposureColumns.Skip(6).Select(column => $"{column} = excluded.{column}"))
        + " where excluded.occurred_at < exposure_rows.occurred_at";

    /// <summary>What becomes of an event that is known: nothing, but collapsed progress grows.</summary>
    public static string OnOutcomeConflict(SqlDialect dialect) =>
        "on conflict (owner_key, occurred_at, event_key) do update set "
        + $"from_ms = {dialect.Least("outcome_rows.from_ms", "excluded.from_ms")}, "
        + $"to_ms = {dialect.Greatest("outcome_rows.to_ms", "excluded.to_ms")} "
        + "where outcome_rows.is_collapsed = 1";

    /// <summary>What becomes of a link that is known: it may end.</summary>
    public static string OnLinkConflict() =>
        "on conflict (device_key, generation) do update set unlinked_at = "
        + "coalesce(link_rows.unlinked_at, excluded.unlinked_at)";
}
