using Microsoft.Data.Sqlite;
using Profiles.Analytics.Schema;

namespace Profiles.Analytics.Stores;

/// <summary>The statements by which rows are written, prepared once.</summary>
internal sealed class SqliteStatements : IDisposable
{
    public SqliteStatements(SqliteConnection connection)
    {
        AddExposure = SqliteStatement.Insert(
            connection, "exposure_rows", AnalyticsTables.ExposureColumns, AnalyticsTables.OnExposureConflict());
        AddOutcome = SqliteStatement.Insert(
            connection, "outcome_rows", AnalyticsTables.OutcomeColumns,
            AnalyticsTables.OnOutcomeConflict(SqlDialect.Sqlite));
        AddLink = SqliteStatement.Insert(
            connection, "link_rows",
            ["device_key", "generation", "tenant", "device_id", "user_id", "linked_at", "unlinked_at"],
            AnalyticsTables.OnLinkConflict());
        FindLink = new SqliteStatement(
            connection,
            "select user_id, generation, unlinked_at from link_rows where device_key = $p0 "
            + "order by generation desc limit 1",
            1);
        Move = new SqliteStatement(
            connection,
            "insert into log_positions values ($p0, $p1) on conflict (partition) do update "
            + "set next_sequence = excluded.next_sequence where log_positions.next_sequence = $p2",
            3);
        FindPosition = new SqliteStatement(
            connection, "select next_sequence from log_positions where partition = $p0", 1);
        AdoptExposures = new SqliteStatement(connection, Adoptions.CopyExposures(SqlDialect.Sqlite, "$p"), 3);
        DropExposures = new SqliteStatement(connection, "delete from exposure_rows where owner_key = $p0", 1);
        AdoptOutcomes = new SqliteStatement(connection, Adoptions.CopyOutcomes(SqlDialect.Sqlite, "$p"), 3);
        DropOutcomes = new SqliteStatement(connection, "delete from outcome_rows where owner_key = $p0", 1);
    }

    public SqliteStatement AddExposure { get; }

    public SqliteStatement AddOutcome { get; }

    public SqliteStatement AddLink { get; }

    public SqliteStatement FindLink { get; }

    public SqliteStatement Move { get; }

    public SqliteStatement FindPosition { get; }

    public SqliteStatement AdoptExposures { get; }

    public SqliteStatement DropExposures { get; }

    public SqliteStatement AdoptOutcomes { get; }

    public SqliteStatement DropOutcomes { get; }

    public void Dispose()
    {
        foreach (var statement in (SqliteStatement[])[
            AddExposure, AddOutcome, AddLink, FindLink, Move, FindPosition,
            AdoptExposures, DropExposures, AdoptOutcomes, DropOutcomes,
        ])
            statement.Dispose();
    }
}
