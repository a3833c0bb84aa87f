using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Profiles.Benchmarks.Http;

namespace Profiles.Benchmarks;

/// <summary>
/// From the acknowledgement of one event to the profile that includes it, read with <c>after</c>, while other events
/// come in at 10,000 a second. Probes start on a fixed schedule, so a stall is counted for every probe it delays.
/// </summary>
internal static class FreshnessBenchmark
{
    private const int BackgroundEventsPerSecond = 10_000;
    private const int BackgroundBatch = 100;
    private const int ProbesPerSecond = 200;
    private const int Seconds = 30;
    private const int WarmUpSeconds = 5;

    public static async Task RunAsync(string dataPath)
    {
        using var server = await ServerUnderLoad.StartProfilesAsync(dataPath);
        using var stop = new CancellationTokenSource();
        var background = Task.Run(() => SendSteadilyAsync(server.Address, stop.Token));
        var lanes = Enumerable.Range(0, 8).Select(lane => Task.Run(() =>
            ProbeAsync(server.Address, lane, 8))).ToArray();
        var waits = (await Task.WhenAll(lanes)).SelectMany(lane => lane).Order().ToArray();
        await stop.CancelAsync();
        await background;
        Report.Line("acknowledged to readable at 10,000 events/s, p50", Report.Percentile(waits, 0.50), "ms", "", "");
        Report.Line("acknowledged to readable at 10,000 events/s, p99", Report.Percentile(waits, 0.99), "ms", "5", "");
        Report.Line(
            "acknowledged to readable at 10,000 events/s, p99.9", Report.Percentile(waits, 0.999), "ms", "", "");
        server.Stop();
    }

    /// <summary>Sends 10,000 events a second until told to stop.</summary>
    internal static async Task SendSteadilyAsync(Uri server, CancellationToken stop)
    {
        using var connection = await RawConnection.OpenAsync(server);
        var body = new EventBody(BackgroundBatch);
        var head = RawConnection.PostHead(new Uri(server, "/v1/events"), "application/x-ndjson", body.Bytes.Length);
        var started = Stopwatch.StartNew();
        for (var sent = 0L; !stop.IsCancellationRequested; sent += BackgroundBatch)
        {
            body.Number(sent, users: 100_000, contents: 10_000);
            await connection.SendAsync(head, body.Bytes);
            var ahead = TimeSpan.FromSeconds((double)sent / BackgroundEventsPerSecond) - started.Elapsed;
            if (ahead > TimeSpan.Zero) await Task.Delay(ahead, CancellationToken.None);
        }
    }

    private static async Task<List<double>> ProbeAsync(Uri server, int lane, int lanes)
    {
        using var connection = await RawConnection.OpenAsync(server);
        var waits = new List<double>();
        var interval = TimeSpan.FromSeconds((double)lanes / ProbesPerSecond);
        var started = Stopwatch.StartNew();
        for (var probe = 0; started.Elapsed.TotalSeconds < WarmUpSeconds + Seconds; probe++)
        {
            var due = interval * probe;
            if (due > started.Elapsed) await Task.Delay(due - started.Elapsed);
            var user = $"probe-{lane}-{probe}";
            var line = Encoding.ASCII.GetBytes(
                $$"""{"id":"p-{{lane}}-{{probe}}","userId":"{{user}}","type":"play","""
                + "\"occurredAt\":\"2026-11-20T20:15:30Z\"}");
            var head = RawConnection.PostHead(new Uri(server, "/v1/events"), "application/x-ndjson", line.Length);
            var (_, answer) = await connection.SendAsync(head, line);
            using var json = JsonDocument.Parse(answer);
            var token = json.RootElement.GetProperty("token").GetString();

            var acknowledged = Stopwatch.GetTimestamp();
            var (status, _) = await connection.SendAsync(
                RawConnection.Get(new Uri(server, $"/v1/profiles/{user}?after={token}")));
            if (status != 200) throw new InvalidOperationException($"The profile of {user} answered {status}.");
            if (started.Elapsed.TotalSeconds > WarmUpSeconds)
                waits.Add(Stopwatch.GetElapsedTime(acknowledged).TotalMilliseconds);
        }

        return waits;
    }
}
