using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Profiles.Simulation;

/// <summary>A kill at any instant loses no acknowledged exposure, doubles none, and moves no viewer.</summary>
public sealed class ExposureKillTests(ITestOutputHelper output)
{
    private const int Kills = 22;
    private const int Clients = 4;
    private const int Viewers = 600;
    private const int Seed = 20261121;

    private const string Slates =
        """
        {"key":"slates","variants":[{"key":"near","weight":0.5,"parameters":{"serving.relevance":0.9}},
                                    {"key":"wide","weight":0.5,"parameters":{"serving.relevance":0.4}}]}
        """;

    private const string Colour =
        """
        {"key":"colour","variants":[{"key":"red","weight":0.5},{"key":"blue","weight":0.5}],
         "forced":[{"variant":"blue","unitIds":["TESTER"]}]}
        """;

    private const string Shape =
        """
        {"key":"shape","coverage":0.5,"variants":[{"key":"round","weight":0.4},{"key":"square","weight":0.3},
                                                  {"key":"oval","weight":0.3}]}
        """;

    // Short, so that kills fall before, into and after checkpoints, and into transactions of rows.
    private static readonly TimeSpan CheckpointInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RowInterval = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestWork = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Server_WhenKilledAtRandomMoments_KeepsEveryExposureOnceAndEveryVariant()
    {
        using var folder = new TemporaryFolder();
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        var random = new Random(Seed);
        var seen = new SeenVariants();
        var clients = Enumerable.Range(0, Clients)
            .Select(number => new ViewerClient(http, seen, number, Viewers)).ToArray();
        var stopwatch = Stopwatch.StartNew();
        await PrepareAsync(http, folder.Path);

        for (var kill = 0; kill < Kills; kill++)
        {
            if (kill == Kills / 2) await ChangeAsync(http, folder.Path, clients, seen);
            using var server = ServerProcess.Start(folder.Path, CheckpointInterval, RowInterval);
            if (random.Next(8) == 0)
            {
                // Into the start, and the replay.
                await Task.Delay(random.Next(1_000), TestContext.Current.CancellationToken);
                server.Kill();
                continue;
            }

            await server.WaitUntilReadyAsync(http, TestContext.Current.CancellationToken);
            await WorkUntilKilledAsync(server, clients, random);
        }

        await EndAsync(http, folder.Path, clients);
        var rows = await CheckExposuresAsync(folder.Path, seen);
        await CheckOutcomesAsync(folder.Path, seen);
        output.WriteLine(
            $"{Kills} kills, {clients.Sum(client => client.Answers)} answers, {rows} exposures, "
            + $"{seen.Exposed.Count} of them acknowledged, {seen.Happened.Count()} events, "
            + $"{clients.Sum(client => client.Repeats)} posted again, {stopwatch.Elapsed.TotalSeconds:F0} s");
        Assert.True(seen.Exposed.Count > Viewers, "Hardly a viewer was exposed to anything.");
        Assert.True(clients.Sum(client => client.Kept) > 0, "No variant was kept.");
    }

    // Counted in answers, so that a busy machine makes the test slower and not idle; the others are in flight then.
    private static async Task WorkUntilKilledAsync(ServerProcess server, ViewerClient[] clients, Random random)
    {
        var left = random.Next(1, 80);
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = new CancellationTokenSource();
        var working = clients.Select(client => client.WorkAsync(server.Address, Count, stop.Token)).ToArray();
        await Task.WhenAny(enough.Task, Task.WhenAll(working), Task.Delay(LongestWork, stop.Token));
        server.Kill();
        await stop.CancelAsync();
        await Task.WhenAll(working);

        void Count()
        {
            if (Interlocked.Decrement(ref left) == 0) enough.SetResult();
        }
    }

    private static async Task PrepareAsync(HttpClient http, string folder)
    {
        using var server = ServerProcess.Start(folder);
        await server.WaitUntilReadyAsync(http, TestContext.Current.CancellationToken);
        foreach (var experiment in (string[])[Slates, Colour.Replace("TESTER", Viewer.Tester.Id), Shape])
            await SendAsync(http, HttpMethod.Post, server, "/v1/experiments", experiment);
        foreach (var key in (string[])["slates", "colour", "shape"])
            await SendAsync(http, HttpMethod.Post, server, $"/v1/experiments/{key}/start", null);
        server.Kill();
    }

    // More coverage moves nobody, and other weights nobody who was exposed. What was in flight is settled, and folded,
    // before.
    private static async Task ChangeAsync(HttpClient http, string folder, ViewerClient[] clients, SeenVariants seen)
    {
        using (var server = ServerProcess.Start(folder, CheckpointInterval, RowInterval))
        {
            await server.WaitUntilReadyAsync(http, TestContext.Current.CancellationToken);
            foreach (var client in clients) Assert.True(await client.PostAgainAsync(server.Address));
            server.Kill();
        }

        using var changed = ServerProcess.Start(folder, CheckpointInterval, RowInterval);
        await changed.WaitUntilReadyAsync(http, TestContext.Current.CancellationToken);
        seen.ForgetUnexposed();
        await SendAsync(http, HttpMethod.Post, changed, "/v1/experiments/shape/ramp", """{"coverage":1}""");
        var colour = JsonNode.Parse(Colour.Replace("TESTER", Viewer.Tester.Id))!;
        colour["state"] = "running";
        (colour["variants"]![0]!["weight"], colour["variants"]![1]!["weight"]) = (0.1, 0.9);
        await SendAsync(http, HttpMethod.Put, changed, "/v1/experiments/colour", colour.ToJsonString());
        changed.Kill();
    }

    // The last server, too, ends by a kill: the tables are brought to the end of the log by the query.
    private static async Task EndAsync(HttpClient http, string folder, ViewerClient[] clients)
    {
        using var last = ServerProcess.Start(folder);
        await last.WaitUntilReadyAsync(http, TestContext.Current.CancellationToken);
        using var asked = await http.PostAsJsonAsync(
            new Uri(last.Address, "/v1/query"), new { sql = "select count(*) from exposures" });
        var answer = JsonNode.Parse(await asked.Content.ReadAsStringAsync())!;
        Assert.True((int)answer["rows"]![0]![0]! > 0, "No server wrote rows before it was killed.");
        foreach (var client in clients) Assert.True(await client.PostAgainAsync(last.Address));
        last.Kill();
    }

    private static async Task SendAsync(
        HttpClient http, HttpMethod method, ServerProcess server, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(server.Address, path));
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {await answer.Content.ReadAsStringAsync()}");
    }

    private static async Task<int> CheckExposuresAsync(string folder, SeenVariants seen)
    {
        var rows = await QueryAsync(
            folder, "select unit, experiment, variant, bucket_version, is_multiple, unit_kind from exposures");
        var found = new Dictionary<(string, string), string>();
        foreach (var row in rows)
        {
            var (viewer, experiment, variant) = (row[0], row[1], row[2]);
            Assert.True(found.TryAdd((viewer, experiment), variant), $"{viewer} has two rows of {experiment}.");
            Assert.Equal(("0", "0"), (row[3], row[4]));
            Assert.Contains(row[5], (string[])["user", "device"]);
            Assert.Equal(seen.ShownTo(viewer, experiment) ?? variant, variant);
        }

        foreach (var (key, variant) in seen.Exposed) Assert.Equal(variant, found.GetValueOrDefault(key));
        Assert.False(found.ContainsKey((Viewer.Tester.Id, "colour")), "A tester was exposed.");
        return rows.Count;
    }

    private static async Task CheckOutcomesAsync(string folder, SeenVariants seen)
    {
        var rows = await QueryAsync(folder, "select unit, content_id from outcomes");
        Assert.Equal(seen.Happened.Order(), rows.Select(row => (row[0], row[1])).Order());
    }

    private static async Task<List<string[]>> QueryAsync(string folder, string sql)
    {
        var run = await ProgramRun.RunAsync(
            "query", sql, "--format", "csv", "--max-rows", 1_000_000.ToString(CultureInfo.InvariantCulture),
            "--data", folder);
        Assert.True(run.ExitCode == 0, run.Error);
        var lines = run.Output.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Skip(1).Select(line => line.Split(','))];
    }
}
