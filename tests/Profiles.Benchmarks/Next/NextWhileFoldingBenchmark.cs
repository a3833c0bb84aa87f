using System.Diagnostics;
using Profiles.Benchmarks.Http;

namespace Profiles.Benchmarks.Next;

/// <summary>
/// GET next over 100,000 contents at 2,000 requests a second on a fixed schedule, so that a stall is counted for every
/// request it delays, while 10,000 events a second are folded.
/// </summary>
internal static class NextWhileFoldingBenchmark
{
    private const int Users = 50_000;
    private const int Items = 100_000;
    private const int Events = 1_000_000;
    private const int RequestsPerSecond = 2_000;
    private const int Lanes = 16;
    private const int WarmUpSeconds = 10;
    private const int Seconds = 30;

    public static async Task RunAsync(string dataPath)
    {
        await SimulatedFolder.MakeAsync(dataPath, Users, Items, Events);
        using var server = await ServerUnderLoad.StartProfilesAsync(dataPath);
        using var stop = new CancellationTokenSource();
        var background = Task.Run(() => FreshnessBenchmark.SendSteadilyAsync(server.Address, stop.Token));
        var prepared = NextBenchmark.Requests(server.Address, Users);
        var lanes = Enumerable.Range(0, Lanes)
            .Select(lane => Task.Run(() => AskAsync(server.Address, prepared, lane))).ToArray();
        var waits = (await Task.WhenAll(lanes)).SelectMany(lane => lane).Order().ToArray();
        await stop.CancelAsync();
        await background;

        Report.Line(
            $"next, {Items} contents, while folding 10,000 events/s", waits.Length / (double)Seconds, "requests/s",
            "2,000", "");
        Report.Line("next, while folding, p50", Report.Percentile(waits, 0.50), "ms", "", "");
        Report.Line("next, while folding, p99", Report.Percentile(waits, 0.99), "ms", "5", "");
        Console.WriteLine($"server working set {server.WorkingSetBytes >> 20} MiB");
        server.Stop();
    }

    private static async Task<List<double>> AskAsync(Uri server, byte[][] prepared, int lane)
    {
        using var connection = await RawConnection.OpenAsync(server);
        var waits = new List<double>();
        var interval = TimeSpan.FromSeconds((double)Lanes / RequestsPerSecond);
        var offset = interval * lane / Lanes;
        var started = Stopwatch.StartNew();
        for (var turn = 0; started.Elapsed.TotalSeconds < WarmUpSeconds + Seconds; turn++)
        {
            var due = offset + interval * turn;
            if (due > started.Elapsed) await Task.Delay(due - started.Elapsed);
            var (status, _) = await connection.SendAsync(prepared[(turn * 7_919L + lane * 1_009) % prepared.Length]);
            if (status != 200) throw new InvalidOperationException($"The server answered {status}.");
            if (started.Elapsed.TotalSeconds > WarmUpSeconds) waits.Add((started.Elapsed - due).TotalMilliseconds);
        }

        return waits;
    }
}
