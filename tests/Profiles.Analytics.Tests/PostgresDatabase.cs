using Npgsql;

namespace Profiles.Analytics.Tests;

/// <summary>A database of its own on the server of the run; the test is skipped where there is no server.</summary>
public sealed class PostgresDatabase : IDisposable
{
    private readonly string _server;
    private readonly string _name = $"test_{Guid.NewGuid():n}";

    public PostgresDatabase(PostgresServer server)
    {
        Assert.SkipWhen(server.Missing is not null, server.Missing ?? "");
        _server = server.ConnectionString;
        Run($"create database {_name}", _server);
    }

    /// <summary>Without a pool, as the server's.</summary>
    public string ConnectionString =>
        _server.Replace("Database=postgres", $"Database={_name}", StringComparison.Ordinal);

    /// <summary>With a pool of connections.</summary>
    public string PooledBy(int most) =>
        ConnectionString.Replace("Pooling=false", $"Maximum Pool Size={most}", StringComparison.Ordinal);

    /// <summary>Runs a statement in the database.</summary>
    public void Run(string sql) => Run(sql, ConnectionString);

    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        Run($"drop database {_name} with (force)", _server);
    }

    private static void Run(string sql, string connectionString)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
#pragma warning disable CA2100 // The test's own text.
        using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
