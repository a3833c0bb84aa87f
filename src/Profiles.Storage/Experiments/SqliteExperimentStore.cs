using Microsoft.Data.Sqlite;
using Profiles.Core.Experiments.Definitions;

namespace Profiles.Storage.Experiments;

/// <summary>The experiments and their audit log in a SQLite file.</summary>
public sealed class SqliteExperimentStore : IExperimentStore
{
    private const string Schema = """
        create table configuration(
            id integer primary key check(id = 1),
            version integer not null,
            body blob not null);
        create table audit(
            id integer primary key autoincrement,
            version integer not null,
            at integer not null,
            actor text not null,
            action text not null,
            kind text not null,
            key text not null,
            before text,
            after text);
        create index audit_by_key on audit(kind, key, id);
        """;

    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;

    private SqliteExperimentStore(string path, SqliteConnection connection)
    {
        Name = path;
        _connection = connection;
    }

    public string Name { get; }

    /// <summary>Opens the file, or creates it.</summary>
    /// <exception cref="UnsupportedFormatException">A newer release wrote it.</exception>
    public static SqliteExperimentStore Open(string path)
    {
        var connection = SqliteFile.Open(path);
        SqliteFile.Migrate(connection, path, Schema);
        return new SqliteExperimentStore(path, connection);
    }

    public ExperimentDocument? Read()
    {
        lock (_gate)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = "select version, body from configuration";
            using var reader = command.ExecuteReader();
            return reader.Read() ? new ExperimentDocument(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)) : null;
        }
    }

    public bool TryWrite(ExperimentDocument document, IReadOnlyList<ExperimentAudit> changes)
    {
        lock (_gate)
        {
            try
            {
                using var transaction = _connection.BeginTransaction();
                if (!TryWriteDocument(document)) return false;
                foreach (var change in changes) WriteChange(document.Version, change);
                transaction.Commit();
                return true;
            }
            catch (SqliteException fault) when (SqliteFile.IsDiskFault(fault))
            {
                throw new StorageUnavailableException(fault.Message, fault);
            }
        }
    }

    public IReadOnlyList<ExperimentAudit> ReadAudit(string? kind, string? key, long? beforeId, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, IExperimentStore.MaxRead);
        lock (_gate)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = """
                select id, version, at, actor, action, kind, key, before, after from audit
                where ($kind is null or kind = $kind) and ($key is null or key = $key)
                    and ($before is null or id < $before)
                order by id desc limit $limit
                """;
            command.Parameters.AddWithValue("$kind", (object?)kind ?? DBNull.Value);
            command.Parameters.AddWithValue("$key", (object?)key ?? DBNull.Value);
            command.Parameters.AddWithValue("$before", (object?)beforeId ?? DBNull.Value);
            command.Parameters.AddWithValue("$limit", limit);
            var changes = new List<ExperimentAudit>();
            using var reader = command.ExecuteReader();
            while (reader.Read()) changes.Add(ReadChange(reader));
            return changes;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate) _connection.Dispose();
    }

    private static ExperimentAudit ReadChange(SqliteDataReader reader) => new(
        DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(2)), reader.GetString(3), reader.GetString(4),
        reader.GetString(5), reader.GetString(6), reader.IsDBNull(7) ? null : reader.GetString(7),
        reader.IsDBNull(8) ? null : reader.GetString(8))
    {
        Id = reader.GetInt64(0), Version = reader.GetInt64(1),
    };

    private bool TryWriteDocument(ExperimentDocument document)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = document.Version == 1
            ? "insert into configuration(id, version, body) values (1, $version, $body) on conflict do nothing"
            : "update configuration set version = $version, body = $body where version = $version - 1";
        command.Parameters.AddWithValue("$version", document.Version);
        command.Parameters.AddWithValue("$body", document.Body.ToArray());
        return command.ExecuteNonQuery() == 1;
    }

    private void WriteChange(long version, ExperimentAudit change)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = """
            insert into audit(version, at, actor, action, kind, key, before, after)
            values ($version, $at, $actor, $action, $kind, $key, $before, $after)
            """;
        command.Parameters.AddWithValue("$version", version);
        command.Parameters.AddWithValue("$at", change.At.ToUnixTimeMilliseconds());
        command.Parameters.AddWithValue("$actor", change.Actor);
        command.Parameters.AddWithValue("$action", change.Action);
        command.Parameters.AddWithValue("$kind", change.Kind);
        command.Parameters.AddWithValue("$key", change.Key);
        command.Parameters.AddWithValue("$before", (object?)change.Before ?? DBNull.Value);
        command.Parameters.AddWithValue("$after", (object?)change.After ?? DBNull.Value);
        command.ExecuteNonQuery();
    }
}
