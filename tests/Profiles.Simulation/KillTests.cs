using System.Diagnostics;
using System.Text.Json;

namespace Profiles.Simulation;

/// <summary>Invariant 2 of the design: a kill at any instant loses no acknowledged event and doubles none.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Cycles = 100;
    private const int Clients = 4;
    private const int Users = 60;
    private const int Seed = 20261121;

    // Short, so that kills fall before, into and after checkpoints.
    private static readonly TimeSpan CheckpointInterval = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task Server_WhenKilledAtRandomMoments_CountsEveryAcknowledgedEventOnce()
    {
        using var folder = new TemporaryFolder();
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        var random = new Random(Seed);
        var clients = Enumerable.Range(0, Clients).Select(number => new RepeatingClient(http, number, Users)).ToArray();
        var stopwatch = Stopwatch.StartNew();

        for (var cycle = 0; cycle < Cycles; cycle++)
        {
            using var server = ServerProcess.Start(folder.Path, CheckpointInterval);
            // Some kills come while the server still starts and replays, most while it takes events.
            if (random.Next(8) != 0) await server.WaitUntilReadyAsync(http, TestContext.Current.CancellationToken);
            using var stop = new CancellationTokenSource();
            var sending = clients.Select(
                client => client.SendAsync(server.Address, int.MaxValue, stop.Token)).ToArray();
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(300)), TestContext.Current.CancellationToken);
            server.Kill();
            await stop.CancelAsync();
            await Task.WhenAll(sending);
        }

        using var last = ServerProcess.Start(folder.Path);
        await last.WaitUntilReadyAsync(http, TestContext.Current.CancellationToken);
        foreach (var client in clients) await client.SendAsync(last.Address, 1, CancellationToken.None);

        Assert.True(await ReadCheckpointedAsync(http, last.Address) > 0, "No kill came after a checkpoint.");
        var acknowledged = Enumerable.Range(0, Users)
            .Select(user => clients.Sum(client => client.Acknowledged[user])).ToArray();
        output.WriteLine(
            $"{Cycles} kills, {acknowledged.Sum()} events acknowledged, "
            + $"{clients.Sum(client => client.Repeats)} batches repeated, {stopwatch.Elapsed.TotalSeconds:F0} s");
        Assert.True(acknowledged.Sum() > Cycles, "The clients hardly sent anything.");
        for (var user = 0; user < Users; user++)
        {
            // What was durable before the start is folded since the server is ready; the tokens cover what came after.
            foreach (var client in clients)
            {
                var events = await ReadEventsAsync(http, last.Address, RepeatingClient.UserId(user), client.LastToken);
                if (client == clients[^1]) Assert.Equal(acknowledged[user], events);
            }
        }
    }

    private static async Task<int> ReadEventsAsync(HttpClient http, Uri server, string user, string token)
    {
        var body = await http.GetStringAsync(new Uri(server, $"/v1/profiles/{user}?after={token}"));
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("counters").GetProperty("events").GetInt32();
    }

    private static async Task<long> ReadCheckpointedAsync(HttpClient http, Uri server)
    {
        using var json = JsonDocument.Parse(await http.GetStringAsync(new Uri(server, "/v1/operations/status")));
        return json.RootElement.GetProperty("partitions").EnumerateArray()
            .Max(partition => partition.GetProperty("checkpointed").GetInt64());
    }
}
