using System.Diagnostics;
using Profiles.Benchmarks.Http;

namespace Profiles.Benchmarks;

/// <summary>
/// How long after a start the server is ready, with 1 M profiles and 10 M events in the log: drained, and killed.
/// </summary>
internal static class RestartBenchmark
{
    private const long Events = 10_000_000;

    public static async Task RunAsync(string dataPath)
    {
        using (var server = await ServerUnderLoad.StartProfilesAsync(dataPath))
        {
            await EventsOverHttpBenchmark.SendAsync(server.Address, first: 0, Events, users: 1_000_000);
            await EventsOverHttpBenchmark.WaitUntilFoldedAsync(server.Address);
            server.Stop();
        }

        var stopwatch = Stopwatch.StartNew();
        using (var server = await ServerUnderLoad.StartProfilesAsync(dataPath))
        {
            Report.Line(
                "restart after a drain, 1 M profiles, 10 M events", stopwatch.Elapsed.TotalSeconds, "s", "10", "");
            await EventsOverHttpBenchmark.SendAsync(server.Address, first: 20_000_000, 2_000_000, users: 1_000_000);
            server.Kill();
        }

        stopwatch.Restart();
        using (var server = await ServerUnderLoad.StartProfilesAsync(dataPath))
        {
            Report.Line("restart after a kill under load", stopwatch.Elapsed.TotalSeconds, "s", "10", "");
            server.Stop();
        }
    }
}
