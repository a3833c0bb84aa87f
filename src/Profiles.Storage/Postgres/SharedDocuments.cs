using System.Globalization;
using Npgsql;

namespace Profiles.Storage.Postgres;

/// <summary>
/// Small documents that hosts read and replace as a whole: one of a kind. A host replaces the version that it has seen,
/// or none.
/// </summary>
internal static class SharedDocuments
{
    public const string Tables =
        $"""
        create table if not exists {PostgresCluster.Schema}.documents (
            kind text primary key, version bigint not null, body bytea not null);
        """;

    public static (long Version, byte[] Body)? Read(PostgresCluster cluster, string kind) =>
        PostgresFaults.Blocking<(long, byte[])?>(() =>
        {
            using var read = cluster.Command(
                $"select version, body from {PostgresCluster.Schema}.documents where kind = $1", kind);
            using var rows = read.ExecuteReader();
            return rows.Read() ? (rows.GetInt64(0), rows.GetFieldValue<byte[]>(1)) : null;
        });

    /// <summary>Writes the next version, in its own transaction, and tells the other hosts.</summary>
    /// <returns>False where another version is kept than the one before.</returns>
    public static bool TryWrite(PostgresCluster cluster, string kind, long version, ReadOnlyMemory<byte> body) =>
        PostgresFaults.Blocking(() =>
        {
            using var connection = cluster.Source.OpenConnection();
            using var transaction = connection.BeginTransaction();
            if (!TryWrite(connection, kind, version, body)) return false;
            transaction.Commit();
            return true;
        });

    /// <summary>Writes the next version in the transaction of a connection.</summary>
    public static bool TryWrite(NpgsqlConnection connection, string kind, long version, ReadOnlyMemory<byte> body)
    {
        var written = version == 1
            ? connection.Execute(
                $"insert into {PostgresCluster.Schema}.documents (kind, version, body) values ($1, $2, $3) "
                + "on conflict do nothing",
                kind, version, body)
            : connection.Execute(
                $"update {PostgresCluster.Schema}.documents set version = $2, body = $3 "
                + "where kind = $1 and version = $2 - 1",
                kind, version, body);
        if (written == 0) return false;
        Tell(connection, kind, version);
        return true;
    }

    /// <summary>Writes a version whatever was there.</summary>
    public static void Put(NpgsqlConnection connection, string kind, long version, ReadOnlyMemory<byte> body) =>
        connection.Execute(
            $"insert into {PostgresCluster.Schema}.documents (kind, version, body) values ($1, $2, $3) "
            + "on conflict (kind) do update set version = excluded.version, body = excluded.body",
            kind, version, body);

    /// <summary>Tells the other hosts that something has changed, once the transaction commits.</summary>
    public static void Tell(NpgsqlConnection connection, string kind, long version) => connection.Execute(
        "select pg_notify($1, $2)", SharedChanges.Channel,
        string.Create(CultureInfo.InvariantCulture, $"{kind}:{version}"));
}
