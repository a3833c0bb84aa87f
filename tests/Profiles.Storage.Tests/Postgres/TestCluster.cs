using Npgsql;
using Profiles.Analytics.Tests;
using Profiles.Storage.EventLog;
using Profiles.Storage.Postgres;

namespace Profiles.Storage.Tests.Postgres;

/// <summary>The tables of a cluster in a database of their own, and hosts that share them.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly string _server;
    private readonly string _name = $"test_{Guid.NewGuid():n}";
    private readonly List<IAsyncDisposable> _hosts = [];

    public TestCluster(PostgresServer server)
    {
        Assert.SkipWhen(server.Missing is not null, server.Missing ?? "");
        _server = server.ConnectionString;
        Run($"create database {_name}");
    }

    public string ConnectionString =>
        _server.Replace("Database=postgres", $"Database={_name}", StringComparison.Ordinal)
            .Replace("Pooling=false", "Maximum Pool Size=20", StringComparison.Ordinal);

    /// <summary>Opens the tables as one host does.</summary>
    public async Task<PostgresCluster> OpenAsync(int partitions = 2)
    {
        var cluster = await PostgresCluster.OpenAsync(
            ConnectionString, partitions, TestContext.Current.CancellationToken);
        _hosts.Insert(0, cluster);
        return cluster;
    }

    /// <summary>Opens the logs as one host does.</summary>
    public async Task<PostgresEventLogs> OpenLogsAsync(
        PostgresCluster? cluster = null, EventLogOptions? options = null, TimeProvider? time = null)
    {
        var logs = await PostgresEventLogs.OpenAsync(
            cluster ?? await OpenAsync(), options ?? new EventLogOptions(), time ?? TimeProvider.System,
            TestContext.Current.CancellationToken);
        _hosts.Insert(0, logs);
        return logs;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts) await host.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        Run($"drop database {_name} with (force)");
    }

    public void Run(string sql, bool inside = false)
    {
        using var connection = new NpgsqlConnection(inside ? ConnectionString : _server);
        connection.Open();
#pragma warning disable CA2100 // The test's own text.
        using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
