using Profiles.Analytics.Tests;
using Profiles.Storage.EventLog;
using Profiles.Storage.Postgres;

namespace Profiles.Storage.Tests.Postgres;

/// <summary>The tables of a cluster in a database of their own, and hosts that share them.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly PostgresDatabase _database;
    private readonly List<IAsyncDisposable> _hosts = [];

    public TestCluster(PostgresServer server) => _database = new PostgresDatabase(server);

    /// <summary>Opens the tables as one host does.</summary>
    public async Task<PostgresCluster> OpenAsync(int partitions = 2)
    {
        var cluster = await PostgresCluster.OpenAsync(
            _database.PooledBy(20), partitions, TestContext.Current.CancellationToken);
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

    /// <summary>Opens the list of the silos of a cluster as one silo does.</summary>
    public async Task<PostgresMembership> OpenMembershipAsync(string clusterId)
    {
        await OpenAsync();
        var membership = new PostgresMembership(_database.PooledBy(20), clusterId);
        _hosts.Insert(0, membership);
        await membership.CreateAsync(TestContext.Current.CancellationToken);
        return membership;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts) await host.DisposeAsync();
        _database.Dispose();
    }

    /// <summary>Runs a statement in the database.</summary>
    public void Run(string sql) => _database.Run(sql);
}
