using System.Globalization;
using System.Security.Cryptography;
using Npgsql;
using Profiles.Analytics.Schema;
using Profiles.Analytics.Stores;

namespace Profiles.Analytics.Postgres;

/// <summary>
/// What is made in a PostgreSQL database: tables in the schema <c>profiles_tables</c>, views in <c>profiles</c>, the
/// role <c>profiles_reader</c> that may read the views and nothing else, for people and BI tools to be members of, and
/// a member of it that queries log in as.
/// </summary>
internal static class PostgresTables
{
    public const string ReaderRole = "profiles_reader";

    private const string FirstVersion = "1";
    private const long MigrationLock = 7_305_808_869_229_538_415;

    private static readonly string SchemaVersion = AnalyticsTables.Version.ToString(CultureInfo.InvariantCulture);

    public static async Task CreateAsync(
        NpgsqlConnection connection, LogSource source, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await RunAsync(connection, $"select pg_advisory_xact_lock({MigrationLock})", cancellationToken);
        if (await ScalarAsync(connection, "select to_regclass('profiles_tables.settings')::text", cancellationToken)
            is not string)
        {
            await RunAsync(connection, CreateText(), cancellationToken);
            await CreateRolesAsync(connection, cancellationToken);
        }

        var version = await SettingAsync(connection, "version", cancellationToken);
        if (version == FirstVersion)
        {
            await RunAsync(connection, UpgradeText(), cancellationToken);
            version = SchemaVersion;
        }

        if (version != SchemaVersion)
        {
            throw new InvalidOperationException(
                $"The tables in PostgreSQL are of version {version}; this release knows {SchemaVersion}.");
        }

        await using var add = Command(
            connection, "insert into profiles_tables.log_source values (1, $1, $2) on conflict do nothing",
            source.CreatedAt, source.Partitions);
        await add.ExecuteNonQueryAsync(cancellationToken);
        await CheckSourceAsync(connection, source, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>The name and password that queries log in with.</summary>
    public static async Task<(string User, string Password)> ReadLoginAsync(
        NpgsqlDataSource owner, CancellationToken cancellationToken)
    {
        await using var connection = await owner.OpenConnectionAsync(cancellationToken);
        return (
            await SettingAsync(connection, "query_role", cancellationToken),
            await SettingAsync(connection, "query_password", cancellationToken));
    }

    public static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object?[] parameters)
    {
#pragma warning disable CA2100 // Only text of this project comes here; what others say are parameters.
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
#pragma warning restore CA2100
        foreach (var value in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        return command;
    }

    private static string CreateText() =>
        $"""
        create schema if not exists profiles_tables;
        create schema if not exists profiles;
        create table profiles_tables.settings(name text primary key, value text not null);
        insert into profiles_tables.settings values ('version', '{SchemaVersion}');
        {AnalyticsTables.Create(SqlDialect.Postgres)}
        create index outcome_rows_by_time on profiles_tables.outcome_rows using brin (occurred_at);
        {string.Concat(AnalyticsViews.All.Select(view =>
            $"create view profiles.{view.Name} as {view.Select(SqlDialect.Postgres)};\n"))}
        """;

    // Views keep their columns in front, so that what others built on them stays.
    private static string UpgradeText() =>
        $"""
        alter table profiles_tables.outcome_rows add column session_id text,
            add column position_seconds double precision, add column duration_seconds double precision;
        truncate {string.Join(", ", AnalyticsTables.Names.Select(table => $"profiles_tables.{table}"))};
        {string.Concat(AnalyticsViews.All.Select(view =>
            $"create or replace view profiles.{view.Name} as {view.Select(SqlDialect.Postgres)};\n"))}
        update profiles_tables.settings set value = '{SchemaVersion}' where name = 'version';
        """;

    // Roles are the cluster's, so another database may have made the reader already.
    private static async Task CreateRolesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var oid = await ScalarAsync(
            connection, "select oid::bigint from pg_database where datname = current_database()", cancellationToken);
        var (role, password) = ($"profiles_query_{oid}", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)));
        await RunAsync(
            connection,
            $"""
            do $$ begin create role {ReaderRole} nologin;
            exception when duplicate_object or unique_violation then null; end $$;
            do $$ begin create role {role} login;
            exception when duplicate_object or unique_violation then null; end $$;
            alter role {role} with login password '{password}' connection limit 16;
            grant {ReaderRole} to {role};
            alter role {role} set default_transaction_read_only = on;
            alter role {role} set search_path = profiles;
            alter role {role} set timezone = 'UTC';
            grant usage on schema profiles to {ReaderRole};
            grant select on all tables in schema profiles to {ReaderRole};
            insert into profiles_tables.settings values ('query_role', '{role}'), ('query_password', '{password}');
            """,
            cancellationToken);
    }

    private static async Task CheckSourceAsync(
        NpgsqlConnection connection, LogSource source, CancellationToken cancellationToken)
    {
        await using var find = Command(
            connection, "select created_at, partitions from profiles_tables.log_source");
        await using var found = await find.ExecuteReaderAsync(cancellationToken);
        await found.ReadAsync(cancellationToken);
        source.Check(found.GetString(0), found.GetInt32(1));
    }

    private static async Task<string> SettingAsync(
        NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        await using var command = Command(
            connection, "select value from profiles_tables.settings where name = $1", name);
        return (string?)await command.ExecuteScalarAsync(cancellationToken)
            ?? throw new InvalidOperationException($"The tables in PostgreSQL lack the setting {name}.");
    }

    private static async Task<object?> ScalarAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, sql);
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
