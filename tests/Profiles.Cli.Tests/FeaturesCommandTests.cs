using System.Net;
using System.Text;
using System.Text.Json;

namespace Profiles.Cli.Tests;

/// <summary>What is exported as of an event is what was served just before it, through HTTP and the program.</summary>
public sealed class FeaturesCommandTests
{
    private const int EventCount = 30;

    [Theory]
    [InlineData("viewer-core")]
    [InlineData("viewer-content")]
    public async Task Export_WhenValuesWereServedBefore_WritesTheSameDigits(string view)
    {
        using var folder = new TemporaryFolder();
        var served = new List<string>();
        var lines = new StringBuilder();
        await using (var server = await RunningServer.StartAsync(folder.Data))
        {
            await SendAsync(
                server, HttpMethod.Put, "/v1/content",
                """{"id":"m1","kind":"movie","title":"One","genres":["Drama"],"releasedAt":"2020-01-01T00:00:00Z"}""");
            var after = "";
            for (var i = 0; i < EventCount; i++)
            {
                var content = view == "viewer-content" ? $"&contentId=m{i % 3}" : "";
                using var answer = await SendAsync(
                    server, HttpMethod.Get, $"/v1/features/ann?view={view}&at={Time(i)}{content}{after}", null);
                served.Add(answer.RootElement.GetProperty("values").GetRawText());
                using var sent = await SendAsync(server, HttpMethod.Post, "/v1/events", Event(i));
                after = $"&after={sent.RootElement.GetProperty("token").GetString()}";
                lines.Append(Event(i)).Append('\n');
            }
        }

        var file = folder.Write("events.ndjson", lines.ToString());
        var run = await CommandRun.OfAsync(
            "features", "export", "--view", view, "--as-of-events", file, "--data", folder.Data);
        Assert.True(run.ExitCode == 0, run.Error);
        var exported = run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(EventCount, exported.Length);
        for (var i = 0; i < EventCount; i++)
        {
            using var line = JsonDocument.Parse(exported[i]);
            Assert.Equal(i % 2, line.RootElement.GetProperty("label").GetInt32());
            var features = line.RootElement.GetProperty("features");
            Assert.Equal("log", features.GetProperty("joined").GetString());
            var values = features.GetProperty("values").EnumerateObject().Select(value => value.Value.GetRawText());
            Assert.Equal(served[i], $"[{string.Join(',', values)}]");
        }
    }

    [Fact]
    public async Task Export_WhenCsvIsAskedFor_HasAHeaderAndACellAValue()
    {
        using var folder = new TemporaryFolder();
        await using (var server = await RunningServer.StartAsync(folder.Data))
            await SendAsync(server, HttpMethod.Post, "/v1/events", Event(0));
        var file = folder.Write("events.ndjson", Event(1) + "\n" + Event(2) + "\n");

        var run = await CommandRun.OfAsync(
            "features", "export", "--view", "viewer-core@1", "--as-of-events", file, "--data", folder.Data,
            "--format", "csv");
        Assert.True(run.ExitCode == 0, run.Error);
        var rows = run.Out.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(row => row.Split(',')).ToArray();
        Assert.Equal(3, rows.Length);
        Assert.All(rows, row => Assert.Equal(rows[0].Length, row.Length));
        Assert.Equal("time", rows[1][Array.IndexOf(rows[0], "features.joined")]);
        Assert.Equal("1", rows[1][Array.IndexOf(rows[0], "features.events")]);
        Assert.Equal("0", rows[2][Array.IndexOf(rows[0], "label")]);
        Assert.Contains("features.hourOfWeekShares.167", rows[0]);
    }

    [Theory]
    [InlineData("viewer-cor", "{}", 2, "viewer-core")]
    [InlineData("viewer-core", "{\"id\":\"x\"}", 1, "line 1")]
    [InlineData("viewer-core", "not json", 1, "line 1")]
    public async Task Export_WhenSomethingIsWrong_SaysWhatInOneLine(
        string view, string line, int exitCode, string reason)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Data);
        var file = folder.Write("events.ndjson", line + "\n");
        var run = await CommandRun.OfAsync(
            "features", "export", "--view", view, "--as-of-events", file, "--data", folder.Data);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(reason, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Fact]
    public async Task List_WhenAsked_NamesEveryViewAndFeature()
    {
        var run = await CommandRun.OfAsync("features", "list");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("viewer-core@1\tviewers", run.Out, StringComparison.Ordinal);
        Assert.Contains("  hoursSinceLastEvent\tnumber\thours, 0 to 8760", run.Out, StringComparison.Ordinal);
    }

    private static string Time(int i) => $"2025-03-{1 + i:00}T{i % 24:00}:30:00Z";

    private static string Event(int i) =>
        $"{{\"id\":\"e{i}\",\"userId\":\"ann\",\"contentId\":\"m{i % 3}\",\"type\":\"play\","
        + $"\"positionSeconds\":{i * 13},\"occurredAt\":\"{Time(i)}\",\"label\":{i % 2}}}";

    private static async Task<JsonDocument> SendAsync(
        RunningServer server, HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await server.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Accepted, text);
        return JsonDocument.Parse(text);
    }
}
