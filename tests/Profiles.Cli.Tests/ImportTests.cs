using System.Text.Json;

namespace Profiles.Cli.Tests;

public sealed class ImportTests
{
    private const string Titles =
        "0000628::The Adventures of Dollie (1908)::Action|Short\n"
        + "0001223::Frankenstein (1910)::Horror\n";
    private const string Ratings = "1::0000628::9::1381945744\n1::0001223::2::1381945999\n2::0000628::10::1382400295\n";

    [Fact]
    public async Task Ratings_WhenImportedTwice_AreDuplicatesAndRebuildTheSame()
    {
        using var folder = new TemporaryFolder();
        var titles = folder.Write("movies.dat", Titles);
        var ratings = folder.Write("ratings.dat", Ratings);

        var contents = await CommandRun.OfAsync("import", "content", titles, "--data", folder.Data);
        Assert.Equal((0, "accepted 2, duplicates 0, rejected 0\n"), (contents.ExitCode, contents.Out));
        var first = await CommandRun.OfAsync("import", "ratings", ratings, "--data", folder.Data);
        Assert.Equal((0, "accepted 3, duplicates 0, rejected 0\n", ""), (first.ExitCode, first.Out, first.Error));
        var second = await CommandRun.OfAsync("import", "ratings", ratings, "--data", folder.Data);
        Assert.Equal((0, "accepted 0, duplicates 3, rejected 0\n", ""), (second.ExitCode, second.Out, second.Error));
        var rebuilt = await CommandRun.OfAsync("rebuild", "--data", folder.Data);
        Assert.Equal(
            (0, "profiles 2, devices 0, records 3, differences 0, unverifiable 0, undecodable 0\n", ""),
            (rebuilt.ExitCode, rebuilt.Out, rebuilt.Error));
    }

    [Fact]
    public async Task Events_WhenSomeAreBad_NamesEachLineAndKeepsTheRest()
    {
        using var folder = new TemporaryFolder();
        var unknown = Event("b").Replace("play", "nod", StringComparison.Ordinal);
        var file = folder.Write("events.ndjson", $"{Event("a")}\r\n\nnot json\n{unknown}\n{Event("c")}");

        var run = await CommandRun.OfAsync("import", "events", file, "--data", folder.Data);
        Assert.Equal((1, "accepted 2, duplicates 0, rejected 2\n"), (run.ExitCode, run.Out));
        Assert.Equal(2, run.ErrorLines.Length);
        Assert.StartsWith($"{file}:3:malformed_json: ", run.ErrorLines[0], StringComparison.Ordinal);
        Assert.StartsWith($"{file}:4:unknown_event_type: ", run.ErrorLines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ratings_WhenALineIsBad_NamesIt()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("ratings.csv", "1,0000628,9,1381945744\n1,0000628\n");
        var run = await CommandRun.OfAsync("import", "ratings", file, "--data", folder.Data);
        Assert.Equal((1, "accepted 1, duplicates 0, rejected 1\n"), (run.ExitCode, run.Out));
        Assert.StartsWith($"{file}:2:malformed_line: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_WhenTooLong_IsRejectedAndSkipped()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("events.ndjson", $"{Event("a")}\n{new string('x', 3_000_000)}\n{Event("b")}\n");
        var run = await CommandRun.OfAsync("import", "events", file, "--data", folder.Data);
        Assert.Equal((1, "accepted 2, duplicates 0, rejected 1\n"), (run.ExitCode, run.Out));
        Assert.StartsWith($"{file}:2:event_too_large: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fixtures_WhenImported_BecomeLiveEventsInTheirZone()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write(
            "en.1.json",
            """
            {
              "name": "English Premier League 2025/26",
              "matches": [
                {
                  "round": "Matchday 1", "date": "2025-08-15", "time": "20:00",
                  "team1": "Liverpool FC", "team2": "AFC Bournemouth"
                }
              ]
            }
            """);
        await using var server = await RunningServer.StartAsync(folder.Data);
        var run = await CommandRun.OfAsync("import", "content", file, "--zone", "Europe/London", "--url", server.Url);
        Assert.Equal((0, "accepted 1, duplicates 0, rejected 0\n", ""), (run.ExitCode, run.Out, run.Error));

        var id = Uri.EscapeDataString("match:english-premier-league-2025-26:liverpool-fc:afc-bournemouth");
        var match = await GetAsync(server, $"/v1/content/{id}");
        Assert.Equal("live", match.GetProperty("kind").GetString());
        Assert.Equal("Liverpool FC - AFC Bournemouth", match.GetProperty("title").GetString());
        Assert.Equal(
            new DateTimeOffset(2025, 8, 15, 19, 0, 0, TimeSpan.Zero),
            match.GetProperty("startsAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task Server_WhenItHasTheFolder_IsNamedAndCanBeImportedThrough()
    {
        using var folder = new TemporaryFolder();
        var ratings = folder.Write("ratings.dat", Ratings);
        await using (var server = await RunningServer.StartAsync(folder.Data))
        {
            var alone = await CommandRun.OfAsync("import", "ratings", ratings, "--data", folder.Data);
            Assert.Equal(1, alone.ExitCode);
            Assert.Contains("--url", Assert.Single(alone.ErrorLines), StringComparison.Ordinal);

            var through = await CommandRun.OfAsync("import", "ratings", ratings, "--url", server.Url);
            Assert.Equal((0, "accepted 3, duplicates 0, rejected 0\n"), (through.ExitCode, through.Out));
            Assert.Equal((0, ""), await DeadLettersAsync(server.Url));
            Assert.Equal(0, await server.StopAsync());
        }

        var rebuilt = await CommandRun.OfAsync("rebuild", "--data", folder.Data);
        Assert.StartsWith("profiles 2, devices 0, records 3, differences 0,", rebuilt.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_WhenTheFolderIsEmpty_FillsIt()
    {
        using var folder = new TemporaryFolder();
        await using var server = await RunningServer.StartAsync(folder.Data, "--demo");
        var status = await GetAsync(server, "/v1/operations/status");
        Assert.Equal(800, status.GetProperty("contents").GetInt32());
        Assert.True(status.GetProperty("appended").GetInt64() >= 100_000);
        var experiments = (await GetAsync(server, "/v1/experiments")).GetProperty("experiments");
        Assert.True(Assert.Single(experiments.EnumerateArray()).GetProperty("now").GetProperty("assigns").GetBoolean());
    }

    private static async Task<(int, string)> DeadLettersAsync(string url)
    {
        var run = await CommandRun.OfAsync("dead-letters", "list", "--url", url);
        return (run.ExitCode, run.Out);
    }

    private static async Task<JsonElement> GetAsync(RunningServer server, string path)
    {
        using var document = JsonDocument.Parse(await server.Client.GetByteArrayAsync(new Uri(server.Url + path)));
        return document.RootElement.Clone();
    }

    private static string Event(string id) =>
        $$"""{"id":"{{id}}","userId":"u1","contentId":"m1","type":"play","occurredAt":"2025-03-01T20:15:30Z"}""";
}
