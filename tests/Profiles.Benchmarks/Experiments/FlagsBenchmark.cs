using System.Diagnostics;
using System.Text;
using Profiles.Benchmarks.Http;

namespace Profiles.Benchmarks.Experiments;

/// <summary>POST /ofrep/v1/evaluate/flags: all flags of viewers with a history, on connections kept open.</summary>
internal static class FlagsBenchmark
{
    private const int Connections = 32;
    private const int Users = 10_000;

    // Requests, not seconds: on a busy machine code takes longer to be optimized.
    private const int WarmUp = 150_000;

    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(string dataPath)
    {
        await PrepareAsync(dataPath);
        using var server = await ServerUnderLoad.StartProfilesAsync(dataPath);
        var requests = Enumerable.Range(0, Users).Select(user => RequestOf(server.Address, user)).ToArray();
        await LoadAsync(server.Address, requests, LongestWarmUp, WarmUp);
        var processor = server.ProcessorTime;
        var stopwatch = Stopwatch.StartNew();
        var waits = await LoadAsync(server.Address, requests, Measured);
        var seconds = stopwatch.Elapsed.TotalSeconds;
        processor = server.ProcessorTime - processor;
        Array.Sort(waits);
        Report.Line(
            $"POST evaluate/flags, {RunningExperiments.Flags} flags", waits.Length / seconds, "requests/s", "15,000",
            $"{Connections} connections");
        Report.Line("  processor time of the server", processor.TotalMicroseconds / waits.Length, "us/request", "", "");
        Report.Line("  p50", Report.Percentile(waits, 0.5), "ms", "", "");
        Report.Line("  p99", Report.Percentile(waits, 0.99), "ms", "", "");
        server.Stop();
    }

    // Whose rows for analysts are written, too, so that nothing else goes on while flags are evaluated.
    private static async Task PrepareAsync(string dataPath)
    {
        using (var server = await ServerUnderLoad.StartProfilesAsync(dataPath))
        {
            using var client = new HttpClient();
            await RunningExperiments.CreateAsync(client, server.Address);
            await EventsOverHttpBenchmark.SendAsync(server.Address, first: 0, events: Users * 10, users: Users);
            await EventsOverHttpBenchmark.WaitUntilFoldedAsync(server.Address);
            server.Stop();
        }

        await ProgramCommand.RunAsync(["query", "select count(*) from exposures", "--data", dataPath]);
    }

    private static byte[] RequestOf(Uri server, int user)
    {
        var country = user % 3 == 0 ? "FR" : "GB";
        var body = Encoding.ASCII.GetBytes($$$"""
            {"context":{"targetingKey":"{{{EventBody.UserId(user)}}}","country":"{{{country}}}","age":{{{user % 80}}}}}
            """);
        return
        [
            .. RawConnection.PostHead(new Uri(server, "/ofrep/v1/evaluate/flags"), "application/json", body.Length),
            .. body,
        ];
    }

    private static async Task<double[]> LoadAsync(
        Uri server, byte[][] requests, TimeSpan time, int count = int.MaxValue)
    {
        var stopwatch = Stopwatch.StartNew();
        var waits = await Task.WhenAll(Enumerable.Range(0, Connections).Select(lane => Task.Run(async () =>
        {
            using var connection = await RawConnection.OpenAsync(server);
            var mine = new List<double>();
            for (var at = lane; at < count && stopwatch.Elapsed < time; at += Connections)
            {
                var start = Stopwatch.GetTimestamp();
                var (status, _) = await connection.SendAsync(requests[at % requests.Length]);
                if (status != 200) throw new InvalidOperationException($"The server answered {status}.");
                mine.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            return mine;
        })));
        return [.. waits.SelectMany(mine => mine)];
    }
}
