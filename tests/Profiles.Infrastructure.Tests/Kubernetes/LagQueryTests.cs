using Npgsql;
using Profiles.Analytics.Tests;
using Profiles.Storage.EventLog;
using Profiles.Storage.Hubs;
using Profiles.Storage.Postgres;

namespace Profiles.Infrastructure.Tests.Kubernetes;

/// <summary>What the scalers ask the database is what they mean to know.</summary>
public sealed class LagQueryTests(PostgresServer server)
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Lag_WhenRecordsWait_IsTheirNumber()
    {
        using var database = new PostgresDatabase(server);
        var cancellation = TestContext.Current.CancellationToken;
        await using var cluster = await PostgresCluster.OpenAsync(database.PooledBy(5), 3, cancellation);
        await using var logs = await PostgresEventLogs.OpenAsync(
            cluster, new EventLogOptions(), TimeProvider.System, cancellation);
        Assert.Equal(0, await AskAsync(database, "lag"));

        var batch = new AppendBatch();
        for (var i = 1; i <= 4; i++) batch.Add((UInt128)i, [(byte)i]);
        await logs[1].AppendAsync(batch);
        Assert.Equal(4, await AskAsync(database, "lag"));

        // The position of a checkpoint is the first record that it does not include.
        var lease = await new PartitionLeases(cluster).TryTakeAsync(1, "a", Long, cancellation);
        await using var states = await PostgresPartitionStates.OpenAsync(cluster, lease!, cancellation);
        await states.CommitAsync(logs[1].FirstSequence + 3);
        Assert.Equal(1, await AskAsync(database, "lag"));

        await states.CommitAsync(logs[1].LastSequence + 1);
        Assert.Equal(0, await AskAsync(database, "lag"));
    }

    [Fact]
    public async Task HubLag_WhenMessagesWait_IsTheirNumber()
    {
        using var database = new PostgresDatabase(server);
        var cancellation = TestContext.Current.CancellationToken;
        await using var cluster = await PostgresCluster.OpenAsync(database.PooledBy(5), 1, cancellation);
        var places = new PostgresHubPlaces(cluster, "hub", "profiles");
        IReadOnlyList<HubPlace> held = await places.HoldAsync("a", ["0", "1"], Long, cancellation);
        Assert.Equal(0, await AskAsync(database, "hub-lag"));

        await places.AdvanceAsync(held[0], sequence: 9, lastEnqueued: 15, cancellation);
        await places.AdvanceAsync(held[1], sequence: 3, lastEnqueued: -1, cancellation);

        Assert.Equal(6, await AskAsync(database, "hub-lag"));
    }

    private static async Task<long> AskAsync(PostgresDatabase database, string trigger)
    {
        var query = (string)Manifests.Of("overlays/5m").Single("ScaledObject", "profiles-silo")
            .At("spec/triggers")!.AsArray()
            .Single(item => (string?)item!["name"] == trigger)!["metadata"]!["query"]!;
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
#pragma warning disable CA2100 // The query of a manifest of ours.
        await using var command = new NpgsqlCommand(query, connection);
#pragma warning restore CA2100
        return Convert.ToInt64(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }
}
