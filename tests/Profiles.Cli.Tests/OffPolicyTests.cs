using System.Text.Json;

namespace Profiles.Cli.Tests;

public sealed class OffPolicyTests : IDisposable
{
    private const int Users = 30;

    private readonly TemporaryFolder _folder = new();

    private string Data => Path.Combine(_folder.Path, "data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task OffPolicy_WhenNothingWasServed_SaysSo()
    {
        await using (await RunningServer.StartAsync(Data))
        {
        }

        var run = await CommandRun.OfAsync("evaluate", "off-policy", "--data", Data);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("no_slates", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(2, (await CommandRun.OfAsync("evaluate", "off-policy", "--exploration", "0.6")).ExitCode);
    }

    [Fact]
    public async Task OffPolicy_WhenSlatesWereServed_TellsWhatLessChanceWouldHaveEarned()
    {
        await ServeAsync();
        var same = await CommandRun.OfAsync("evaluate", "off-policy", "--data", Data);
        var fixedOnly = await CommandRun.OfAsync("evaluate", "off-policy", "--data", Data, "--exploration", "0");
        var few = await CommandRun.OfAsync("evaluate", "off-policy", "--data", Data, "--max-slates", "2");

        using var first = JsonDocument.Parse(same.Out);
        Assert.Equal(Users, first.RootElement.GetProperty("replayed").GetInt32());
        Assert.Equal(1, first.RootElement.GetProperty("support").GetDouble());
        var plays = first.RootElement.GetProperty("playsOfAPlace");
        Assert.Equal(0.1, plays.GetProperty("served").GetProperty("value").GetDouble(), 1e-9);
        Assert.Equal(0.1, plays.GetProperty("ips").GetProperty("value").GetDouble(), 1e-9);
        Assert.Equal(0.1, plays.GetProperty("snips").GetProperty("value").GetDouble(), 1e-9);
        using var second = JsonDocument.Parse(fixedOnly.Out);
        Assert.InRange(second.RootElement.GetProperty("support").GetDouble(), 0.85, 1.2);
        Assert.Equal(1, few.ExitCode);
        Assert.Contains("too_little_support", few.ErrorLines[^1], StringComparison.Ordinal);
    }

    /// <summary>Each user plays something, gets a slate, and plays its first content.</summary>
    private async Task ServeAsync()
    {
        await using var server = await RunningServer.StartAsync(Data);
        using var client = new HttpClient { BaseAddress = new Uri(server.Url) };
        var now = DateTime.UtcNow;
        var contents = Enumerable.Range(0, 60).Select(n =>
            $$"""
            {"id":"c{{n}}","kind":"movie","title":"Title {{n}}","genres":["g{{n % 7}}"],
             "releasedAt":"{{now.AddHours(-1 - n):yyyy-MM-ddTHH:mm:ssZ}}"}
            """);
        await SendAsync(client, HttpMethod.Put, "v1/content", $"[{string.Join(',', contents)}]");
        for (var user = 0; user < Users; user++)
        {
            var token = await PlayAsync(client, user, "first", $"c{user}", null);
            using var answer = await SendAsync(
                client, HttpMethod.Get, $"v1/profiles/user-{user}/next?limit=10&after={Uri.EscapeDataString(token)}");
            var slate = answer.RootElement;
            Assert.Equal(10, slate.GetProperty("items").GetArrayLength());
            await PlayAsync(
                client, user, "second", slate.GetProperty("items")[0].GetProperty("contentId").GetString()!,
                slate.GetProperty("slateId").GetString());
        }
    }

    private static async Task<string> PlayAsync(
        HttpClient client, int user, string id, string content, string? slate)
    {
        var ofSlate = slate is null ? "" : $",\"slateId\":\"{slate}\"";
        using var answer = await SendAsync(
            client, HttpMethod.Post, "v1/events",
            $$"""
            {"id":"{{id}}","userId":"user-{{user}}","contentId":"{{content}}","type":"play",
             "occurredAt":"{{DateTime.UtcNow:O}}"{{ofSlate}}}
            """);
        return answer.RootElement.GetProperty("token").GetString()!;
    }

    private static async Task<JsonDocument> SendAsync(
        HttpClient client, HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, null, "application/json");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text);
    }
}
