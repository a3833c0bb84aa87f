using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Profiles.Analytics.Tests;
using Profiles.Contracts;
using Profiles.Storage.Hubs;
using Profiles.Storage.Postgres;
using Profiles.Streaming.EventHubs;
using Profiles.Streaming.Tests.EventHubs;

namespace Profiles.Streaming.Tests.Cluster;

/// <summary>Several silos read one hub.</summary>
public sealed class HubClusterTests(PostgresServer server)
{
    private const int HubPartitions = 6;
    private const int Users = 40;
    private const int Messages = 1_800;

    [Fact]
    public async Task Receivers_WhenASiloDiesAndAnotherStops_CountEachEventOnce()
    {
        var hub = new FakeHub(HubPartitions) { Redelivered = 3 };
        string? database = null;
        await using var silos = await TestSilos.StartAsync(
            server, 3,
            fillDatabase: connection =>
            {
                database = connection;
                return Task.CompletedTask;
            },
            configure: services =>
            {
                services.AddSingleton<IHub>(hub);
                services.AddSingleton<IHubPlaces>(provider => new PostgresHubPlaces(
                    provider.GetRequiredService<PostgresCluster>(), "hub", "profiles"));
                services.AddHubReceiver(new HubOptions
                {
                    MaxBatchMessages = 20,
                    MaxWait = TimeSpan.FromMilliseconds(50),
                    CheckpointInterval = TimeSpan.FromMilliseconds(50),
                    LeaseLength = TimeSpan.FromSeconds(2),
                    LookInterval = TimeSpan.FromMilliseconds(100),
                });
            });

        // Each event is published twice, into partitions that may differ; every ninth message holds no event.
        var poison = 0;
        for (var message = 0; message < Messages; message++)
        {
            if (message == Messages / 3) await silos.Cluster.KillSiloAsync(silos.Cluster.Silos[2]);
            if (message == Messages * 2 / 3) await silos.Cluster.StopSiloAsync(silos.Cluster.Silos[1]);
            if (message % 9 == 8)
            {
                poison++;
                hub.Send(message % HubPartitions, "no event");
                continue;
            }

            var number = message / 2;
            hub.Send(
                message % HubPartitions,
                $$"""
                {"id":"e{{number}}","userId":"u{{number % Users}}","contentId":"c1","type":"play",
                 "occurredAt":"2026-01-01T00:00:00Z"}
                """);
        }

        while (await TakenAsync(database!) < Messages) await Task.Delay(50, TestContext.Current.CancellationToken);
        await silos.WaitUntilAllHeldAsync();

        var expected = Enumerable.Range(0, Messages).Where(message => message % 9 != 8)
            .Select(message => message / 2).Distinct().GroupBy(number => number % Users)
            .ToDictionary(user => $"u{user.Key}", user => (long)user.Count());
        foreach (var (user, count) in expected)
        {
            // Whatever is sent last carries the token behind all that is in the log.
            var token = await silos.SendAsync(0, TestPlatform.Event("last", user, 1));
            Assert.Equal(count + 1, await silos.CountAsync(0, user, token));
        }

        var letters = await silos.Get<IDeadLetters>(0).ListAsync(1_000, false, TestContext.Current.CancellationToken);
        Assert.Equal(poison, letters.Count);
    }

    private static async Task<long> TakenAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var sum = new NpgsqlCommand(
            "select coalesce(sum(checkpoint_sequence + 1), 0)::bigint from profiles_cluster.hub_partitions",
            connection);
        return (long)(await sum.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
