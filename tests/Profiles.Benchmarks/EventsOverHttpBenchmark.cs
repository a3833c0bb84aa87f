using System.Diagnostics;
using System.Text.Json;
using Profiles.Benchmarks.Http;

namespace Profiles.Benchmarks;

/// <summary>POST /v1/events: NDJSON, durable before 202, folded; generator and server on the same cores.</summary>
internal static class EventsOverHttpBenchmark
{
    private const int Connections = 8;
    private const int EventsPerRequest = 1000;
    private const long Users = 200_000;
    private const long Contents = 10_000;

    public static async Task RunAsync(string dataPath, long events)
    {
        using var server = await ServerUnderLoad.StartProfilesAsync(dataPath);
        await SendAsync(server.Address, first: 1_000_000_000, events / 10);
        var stopwatch = Stopwatch.StartNew();
        await SendAsync(server.Address, first: 0, events);
        var acknowledged = stopwatch.Elapsed;
        await WaitUntilFoldedAsync(server.Address);
        var folded = stopwatch.Elapsed;
        Report.Line(
            "POST /v1/events, durable", events / acknowledged.TotalSeconds, "events/s", "250,000",
            "JSON tokens 2.35 M/s a core");
        Report.Line(
            "POST /v1/events, durable and folded", events / folded.TotalSeconds, "events/s", "250,000",
            "same run, until lag is 0");
        Console.WriteLine($"server working set {server.WorkingSetBytes >> 20} MiB");
        server.Stop();
    }

    internal static async Task SendAsync(Uri server, long first, long events, long users = Users)
    {
        var next = first;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            using var connection = await RawConnection.OpenAsync(server);
            var body = new EventBody(EventsPerRequest);
            var head = RawConnection.PostHead(new Uri(server, "/v1/events"), "application/x-ndjson", body.Bytes.Length);
            while (true)
            {
                var mine = Interlocked.Add(ref next, EventsPerRequest) - EventsPerRequest;
                if (mine >= first + events) return;
                body.Number(mine, users, Contents);
                var (status, answer) = await connection.SendAsync(head, body.Bytes);
                if (status == 503)
                {
                    Interlocked.Add(ref next, -EventsPerRequest);
                    await Task.Delay(100);
                }
                else if (status != 202)
                {
                    throw new InvalidOperationException(
                        $"{status}: {System.Text.Encoding.UTF8.GetString(answer.Span)}");
                }
            }
        })));
    }

    internal static async Task WaitUntilFoldedAsync(Uri server)
    {
        using var client = new HttpClient();
        while (true)
        {
            using var status = JsonDocument.Parse(
                await client.GetStringAsync(new Uri(server, "/v1/operations/status")));
            var lag = status.RootElement.GetProperty("partitions").EnumerateArray()
                .Sum(partition => partition.GetProperty("lag").GetInt64());
            if (lag == 0) return;
            await Task.Delay(5);
        }
    }
}
