using Npgsql;
using NpgsqlTypes;

namespace Profiles.Storage.Postgres;

/// <summary>Commands of constant text with their values, $1 first. A null is written as the database's.</summary>
internal static class PostgresCommands
{
    public static NpgsqlCommand Command(
        this PostgresCluster cluster, string sql, params ReadOnlySpan<object?> values) =>
        With(cluster.Source.CreateCommand(sql), values);

    public static NpgsqlCommand Command(
        this NpgsqlConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Callers write constant text; what varies is a value.
        command.CommandText = sql;
#pragma warning restore CA2100
        return With(command, values);
    }

    public static int Execute(this NpgsqlConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using var command = connection.Command(sql, values);
        return command.ExecuteNonQuery();
    }

    private static NpgsqlCommand With(NpgsqlCommand command, ReadOnlySpan<object?> values)
    {
        foreach (var value in values)
        {
            var parameter = new NpgsqlParameter { Value = value ?? DBNull.Value };
            if (value is byte[][]) parameter.NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
