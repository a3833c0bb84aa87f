using System.Net;
using System.Text;
using System.Text.Json;

namespace Profiles.Cli.Tests;

/// <summary>The API on the real platform: what is acknowledged is read back.</summary>
public sealed class LiveReadTests
{
    [Fact]
    public async Task Profile_WhenReadWithItsToken_IncludesTheEvent()
    {
        using var folder = new TemporaryFolder();
        await using var server = await RunningServer.StartAsync(folder.Data);
        for (var i = 1; i <= 20; i++)
        {
            var token = await PostAsync(server, Event($"e{i}", "\"userId\":\"ann\"", i));
            var profile = await GetAsync(server, $"/v1/profiles/ann?after={token}");
            Assert.Equal(i, profile.GetProperty("counters").GetProperty("events").GetInt32());
            Assert.Equal($"m{i}", profile.GetProperty("recent")[0].GetProperty("contentId").GetString());
        }
    }

    [Fact]
    public async Task Device_WhenLinked_IsPartOfTheUserAndItsLaterEventsToo()
    {
        using var folder = new TemporaryFolder();
        await using var server = await RunningServer.StartAsync(folder.Data);
        await PostAsync(server, Event("e1", "\"deviceId\":\"tv\"", 1));
        await PostAsync(server, Event("e2", "\"userId\":\"ann\"", 2));

        using var linked = await server.Client.PostAsync(
            "/v1/profiles/ann/link", new StringContent("{\"deviceId\":\"tv\"}", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.OK, linked.StatusCode);
        using var answer = JsonDocument.Parse(await linked.Content.ReadAsStringAsync());
        var profile = await GetAsync(
            server, $"/v1/profiles/ann?after={answer.RootElement.GetProperty("token").GetString()}");
        Assert.Equal(2, profile.GetProperty("counters").GetProperty("events").GetInt32());

        var token = await PostAsync(server, Event("e3", "\"deviceId\":\"tv\"", 3));
        profile = await GetAsync(server, $"/v1/profiles/ann?after={token}");
        Assert.Equal(3, profile.GetProperty("counters").GetProperty("events").GetInt32());
        using var device = await server.Client.GetAsync("/v1/devices/tv");
        Assert.Equal(HttpStatusCode.NotFound, device.StatusCode);
        using var another = await server.Client.PostAsync(
            "/v1/profiles/bob/link", new StringContent("{\"deviceId\":\"tv\"}", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.Conflict, another.StatusCode);
        using var unlinked = await server.Client.DeleteAsync("/v1/profiles/ann/link/tv");
        Assert.Equal(HttpStatusCode.OK, unlinked.StatusCode);
    }

    private static async Task<string> PostAsync(RunningServer server, string body)
    {
        using var response = await server.Client.PostAsync(
            "/v1/events", new StringContent(body, Encoding.UTF8, "application/x-ndjson"));
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(1, answer.RootElement.GetProperty("accepted").GetInt32());
        return answer.RootElement.GetProperty("token").GetString()!;
    }

    private static async Task<JsonElement> GetAsync(RunningServer server, string path)
    {
        using var document = JsonDocument.Parse(await server.Client.GetByteArrayAsync(path));
        return document.RootElement.Clone();
    }

    private static string Event(string id, string unit, int minute) =>
        $$"""{"id":"{{id}}",{{unit}},"contentId":"m{{minute}}","type":"play","""
        + $$""" "occurredAt":"2025-03-01T20:{{minute:00}}:00Z"}""";
}
