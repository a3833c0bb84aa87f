using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Profiles.Benchmarks.Http;

namespace Profiles.Benchmarks.Next;

/// <summary>
/// From the POST of one click to the viewer's next slate with <c>after</c>, which must not offer what was clicked: all
/// of durable, folded, vector updated, ranked and answered.
/// </summary>
internal static class ClickBenchmark
{
    private const int Users = 20_000;
    private const int Items = 12_000;
    private const int Events = 600_000;
    private const int ClicksPerSecond = 200;
    private const int Lanes = 8;
    private const int WarmUpSeconds = 10;
    private const int Seconds = 30;

    public static async Task RunAsync(string dataPath)
    {
        await SimulatedFolder.MakeAsync(dataPath, Users, Items, Events);
        using var server = await ServerUnderLoad.StartProfilesAsync(dataPath);
        var lanes = Enumerable.Range(0, Lanes).Select(lane => Task.Run(() => ClickAsync(server.Address, lane)));
        var clicks = (await Task.WhenAll(lanes)).SelectMany(lane => lane).ToArray();
        var waits = clicks.Select(click => click.Milliseconds).Order().ToArray();
        Report.Line("click to next slate, p50", Report.Percentile(waits, 0.50), "ms", "", "");
        Report.Line("click to next slate, p99", Report.Percentile(waits, 0.99), "ms", "10", "");
        Report.Line(
            "slates that changed with the click", clicks.Count(click => click.Changed) * 100.0 / clicks.Length, "%",
            "", "");
        server.Stop();
    }

    private static async Task<List<(double Milliseconds, bool Changed)>> ClickAsync(Uri server, int lane)
    {
        using var connection = await RawConnection.OpenAsync(server);
        var clicks = new List<(double, bool)>();
        var interval = TimeSpan.FromSeconds((double)Lanes / ClicksPerSecond);
        var started = Stopwatch.StartNew();
        for (var turn = 0; started.Elapsed.TotalSeconds < WarmUpSeconds + Seconds; turn++)
        {
            var due = interval * turn;
            if (due > started.Elapsed) await Task.Delay(due - started.Elapsed);
            var user = string.Create(CultureInfo.InvariantCulture, $"u{(turn * Lanes + lane) % Users}");
            var before = await SlateAsync(connection, server, user, after: null);
            var clicked = before[0];

            var sent = Stopwatch.GetTimestamp();
            var token = await PostAsync(connection, server, $"click-{lane}-{turn}", user, clicked);
            var next = await SlateAsync(connection, server, user, token);
            var wait = Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
            if (next.Contains(clicked))
                throw new InvalidOperationException($"{user} was offered '{clicked}' after watching it to the end.");
            if (started.Elapsed.TotalSeconds > WarmUpSeconds) clicks.Add((wait, !next.SequenceEqual(before)));
        }

        return clicks;
    }

    private static async Task<string> PostAsync(
        RawConnection connection, Uri server, string id, string user, string content)
    {
        var time = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var line = Encoding.ASCII.GetBytes(
            $$"""{"id":"{{id}}","userId":"{{user}}","contentId":"{{content}}","type":"complete","""
            + $"\"occurredAt\":\"{time}\"}}");
        var head = RawConnection.PostHead(new Uri(server, "/v1/events"), "application/x-ndjson", line.Length);
        var (_, answer) = await connection.SendAsync(head, line);
        using var json = JsonDocument.Parse(answer);
        return json.RootElement.GetProperty("token").GetString()!;
    }

    private static async Task<string[]> SlateAsync(RawConnection connection, Uri server, string user, string? after)
    {
        var query = after is null ? "" : $"&after={after}";
        var (status, body) = await connection.SendAsync(
            RawConnection.Get(new Uri(server, $"/v1/profiles/{user}/next?limit=10{query}")));
        if (status != 200) throw new InvalidOperationException($"The server answered {status}.");
        using var json = JsonDocument.Parse(body);
        return [.. json.RootElement.GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("contentId").GetString()!)];
    }
}
