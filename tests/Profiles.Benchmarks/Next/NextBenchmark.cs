using System.Diagnostics;
using System.Globalization;
using Profiles.Benchmarks.Http;

namespace Profiles.Benchmarks.Next;

/// <summary>GET /v1/profiles/{user}/next with a trained model over 12,000 contents.</summary>
internal static class NextBenchmark
{
    private const int Users = 20_000;
    private const int Items = 12_000;
    private const int Events = 600_000;
    private const int Connections = 16;

    public static async Task RunAsync(string dataPath)
    {
        await SimulatedFolder.MakeAsync(dataPath, Users, Items, Events);
        using var server = await ServerUnderLoad.StartProfilesAsync(dataPath);
        var prepared = Requests(server.Address, Users);
        await LoadAsync(server.Address, prepared, TimeSpan.FromSeconds(10));

        var stopwatch = Stopwatch.StartNew();
        var waits = await LoadAsync(server.Address, prepared, TimeSpan.FromSeconds(20));
        Report.Line(
            $"next, {Items} contents, {Connections} connections", waits.Length / stopwatch.Elapsed.TotalSeconds,
            "requests/s", "15,000", "bare Kestrel 79,000");
        Report.Line("next, p50", Report.Percentile(waits, 0.50), "ms", "", "");
        Report.Line("next, p99", Report.Percentile(waits, 0.99), "ms", "3", "");
        Console.WriteLine($"server working set {server.WorkingSetBytes >> 20} MiB");
        server.Stop();
    }

    /// <summary>A prepared request of each user.</summary>
    internal static byte[][] Requests(Uri server, int users) =>
    [
        .. Enumerable.Range(0, users).Select(user => RawConnection.Get(new Uri(
            server, string.Create(CultureInfo.InvariantCulture, $"/v1/profiles/u{user}/next?limit=10")))),
    ];

    private static async Task<double[]> LoadAsync(Uri server, byte[][] prepared, TimeSpan time)
    {
        var stopwatch = Stopwatch.StartNew();
        var lanes = await Task.WhenAll(Enumerable.Range(0, Connections).Select(lane => Task.Run(async () =>
        {
            using var connection = await RawConnection.OpenAsync(server);
            var waits = new List<double>(1 << 16);
            for (var at = lane * 1_009; stopwatch.Elapsed < time; at += 7)
            {
                var sent = Stopwatch.GetTimestamp();
                var (status, _) = await connection.SendAsync(prepared[at % prepared.Length]);
                if (status != 200) throw new InvalidOperationException($"The server answered {status}.");
                waits.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            }

            return waits;
        })));
        return [.. lanes.SelectMany(lane => lane).Order()];
    }
}
