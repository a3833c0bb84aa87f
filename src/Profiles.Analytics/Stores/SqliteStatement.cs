using Microsoft.Data.Sqlite;
using Profiles.Analytics.Schema;

namespace Profiles.Analytics.Stores;

/// <summary>A prepared statement whose parameters are set by place.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly SqliteCommand _command;

    public SqliteStatement(SqliteConnection connection, string sql, int parameters)
    {
        _command = connection.CreateCommand();
#pragma warning disable CA2100 // Only text of this project comes here.
        _command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 0; i < parameters; i++) _command.Parameters.AddWithValue(Name(i), DBNull.Value);
    }

    public static SqliteStatement Insert(
        SqliteConnection connection, string table, IReadOnlyList<string> columns, string onConflict) =>
        new(
            connection,
            $"insert into {table}({string.Join(", ", columns)}) "
            + $"values ({string.Join(", ", columns.Select((_, i) => Name(i)))}) {onConflict}",
            columns.Count);

    public int Run(SqliteTransaction transaction, params ReadOnlySpan<object?> values)
    {
        Set(transaction, values);
        return _command.ExecuteNonQuery();
    }

    public SqliteDataReader Read(SqliteTransaction? transaction, params ReadOnlySpan<object?> values)
    {
        Set(transaction, values);
        return _command.ExecuteReader();
    }

    public void Dispose() => _command.Dispose();

    private static string Name(int index) => "$p" + index.ToString();

    private void Set(SqliteTransaction? transaction, ReadOnlySpan<object?> values)
    {
        _command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++) _command.Parameters[i].Value = values[i] ?? DBNull.Value;
    }
}
