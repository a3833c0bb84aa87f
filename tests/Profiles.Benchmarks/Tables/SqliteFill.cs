using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using Profiles.Storage;
using SQLitePCL;

namespace Profiles.Benchmarks.Tables;

/// <summary>
/// One transaction a table, with statements of SQLite's own interface and without a journal, which the store then has
/// again.
/// </summary>
internal sealed class SqliteFill(string path) : ITableFill
{
    public Task WriteAsync(TableContents contents)
    {
        using var connection = SqliteFile.Open(path);
        SqliteFile.Execute(connection, "pragma journal_mode = off");
        SqliteFile.Execute(connection, "pragma synchronous = off");
        SqliteFile.Execute(connection, "pragma cache_size = -524288");
        WriteExposures(connection, contents);
        WriteOutcomes(connection, contents);
        SqliteFile.Execute(connection, "pragma journal_mode = wal");
        return Task.CompletedTask;
    }

    private static void WriteExposures(SqliteConnection connection, TableContents contents)
    {
        SqliteFile.Execute(connection, "begin");
        var insert = Prepare(
            connection,
            $"""
            insert into exposure_rows(tenant, experiment, bucket_version, unit_key, owner_key, variant, occurred_at,
                unit_kind, unit_id, owner_kind, owner_id, logged_kind, logged_id, hash_attribute, hash_value,
                plan_version, slate_id, device, territory, dimensions)
            values ('{TableContents.Tenant}', '{TableContents.Experiment}', 0, ?1, ?1, ?2, ?3, 1, ?4, 1, ?4, 1, ?4,
                'id', ?4, 3, 's1', 'tv', 'GB', '{SampleText.Dimensions}')
            """);
        using (insert)
        {
            foreach (var row in contents.Exposures())
            {
                raw.sqlite3_bind_int64(insert, 1, row.Key);
                raw.sqlite3_bind_text(insert, 2, row.Variant);
                raw.sqlite3_bind_int64(insert, 3, row.OccurredAt);
                raw.sqlite3_bind_text(insert, 4, row.Id);
                Step(connection, insert);
            }
        }

        SqliteFile.Execute(connection, "commit");
    }

    private static void WriteOutcomes(SqliteConnection connection, TableContents contents)
    {
        SqliteFile.Execute(connection, "begin");
        var insert = Prepare(
            connection,
            $"""
            insert into outcome_rows(owner_key, occurred_at, event_key, type, tenant, owner_kind, owner_id, logged_kind,
                logged_id, content_id, from_ms, to_ms, device, territory, is_collapsed)
            values (?1, ?2, ?3, ?4, '{TableContents.Tenant}', 1, ?5, 1, ?5, ?6, ?7, ?8, 'tv', 'GB', ?9)
            """);
        using (insert)
        {
            Span<byte> key = stackalloc byte[16];
            foreach (var row in contents.Outcomes())
            {
                BinaryPrimitives.WriteUInt128BigEndian(key, row.EventKey);
                raw.sqlite3_bind_int64(insert, 1, row.Key);
                raw.sqlite3_bind_int64(insert, 2, row.OccurredAt);
                raw.sqlite3_bind_blob(insert, 3, key);
                raw.sqlite3_bind_int(insert, 4, row.Type);
                raw.sqlite3_bind_text(insert, 5, row.Id);
                raw.sqlite3_bind_text(insert, 6, row.Content);
                Bind(insert, 7, row.FromMs);
                Bind(insert, 8, row.ToMs);
                raw.sqlite3_bind_int(insert, 9, row.IsCollapsed ? 1 : 0);
                Step(connection, insert);
            }
        }

        SqliteFile.Execute(connection, "commit");
    }

    private static sqlite3_stmt Prepare(SqliteConnection connection, string sql)
    {
        if (raw.sqlite3_prepare_v2(connection.Handle!, sql, out var statement) == raw.SQLITE_OK) return statement;
        throw new InvalidOperationException(raw.sqlite3_errmsg(connection.Handle!).utf8_to_string());
    }

    private static void Bind(sqlite3_stmt statement, int place, long? value)
    {
        if (value is { } given) raw.sqlite3_bind_int64(statement, place, given);
        else raw.sqlite3_bind_null(statement, place);
    }

    private static void Step(SqliteConnection connection, sqlite3_stmt statement)
    {
        if (raw.sqlite3_step(statement) != raw.SQLITE_DONE)
            throw new InvalidOperationException(raw.sqlite3_errmsg(connection.Handle!).utf8_to_string());
        raw.sqlite3_reset(statement);
    }
}
