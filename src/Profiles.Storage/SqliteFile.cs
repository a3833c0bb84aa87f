using Microsoft.Data.Sqlite;

namespace Profiles.Storage;

/// <summary>
/// How this project opens SQLite: write-ahead log, a flush at every commit, and a busy wait with a bound.
/// </summary>
public static class SqliteFile
{
    private const int BusyTimeoutMilliseconds = 5000;

    public static SqliteConnection Open(string path)
    {
        SQLitePCL.Batteries_V2.Init();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false,
        }.ToString());
        connection.Open();
        Execute(connection, $"pragma busy_timeout = {BusyTimeoutMilliseconds}");
        Execute(connection, "pragma journal_mode = wal");
        Execute(connection, "pragma synchronous = full");
        return connection;
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Only constant text comes here.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    /// <summary>Creates the tables of a version, or refuses a file of a newer one.</summary>
    /// <param name="connection">The file, open.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="schema">What creates the tables.</param>
    /// <param name="version">The version.</param>
    /// <param name="drop">What takes tables of an earlier version away, where they are only made from others.</param>
    public static void Migrate(
        SqliteConnection connection, string path, string schema, int version = 1, string? drop = null)
    {
        using var query = connection.CreateCommand();
        query.CommandText = "pragma user_version";
        var found = (long)query.ExecuteScalar()!;
        if (found > version)
            throw new UnsupportedFormatException(path, found, version);
        if (found == version)
            return;
        if (found > 0 && drop is null)
            throw new UnsupportedFormatException(path, found, version);
        using var transaction = connection.BeginTransaction();
        if (found > 0)
            Execute(connection, drop!);
        Execute(connection, schema);
        Execute(connection, $"pragma user_version = {version}");
        transaction.Commit();
    }

    /// <summary>
    /// Disk faults by the name every store gives them; anything else is a mistake of ours and passes.
    /// </summary>
    public static bool IsDiskFault(SqliteException fault) => fault.SqliteErrorCode
        is SQLitePCL.raw.SQLITE_FULL or SQLitePCL.raw.SQLITE_IOERR or SQLitePCL.raw.SQLITE_READONLY
        or SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_BUSY;
}
