using System.Text;
using Profiles.Storage.Slates;

namespace Profiles.Cli.Tests;

/// <summary>Slates served over HTTP between events are found again in the log, to the last bit.</summary>
public sealed class RebuildAsOfTests
{
    private const int Rounds = 20;
    private const string Later = "2099-01-01T00:00:00Z";

    [Fact]
    public async Task Rebuild_WhenSlatesWereServedBetweenEvents_FindsNoDifferenceUntilSomeoneTampers()
    {
        using var folder = new TemporaryFolder();
        await ServeAsync(folder.Data);

        var whole = await CommandRun.OfAsync("rebuild", "--as-of", Later, "--data", folder.Data);
        Assert.True(whole.ExitCode == 0, whole.Out + whole.Error);
        Assert.StartsWith(
            $"profiles 2, devices 0, records {Rounds}, slates {Rounds}, ", whole.Out, StringComparison.Ordinal);
        Assert.Contains("differences 0, unverifiable 0", whole.Out, StringComparison.Ordinal);

        var before = await CommandRun.OfAsync("rebuild", "--as-of", "2000-01-01T00:00:00Z", "--data", folder.Data);
        Assert.StartsWith("profiles 0, devices 0, records 0, slates 0,", before.Out, StringComparison.Ordinal);

        Tamper(Path.Combine(folder.Data, "slates"));
        var tampered = await CommandRun.OfAsync("rebuild", "--as-of", Later, "--data", folder.Data);
        Assert.Equal(1, tampered.ExitCode);
        Assert.Contains("differences 1,", tampered.Out, StringComparison.Ordinal);
        Assert.StartsWith("slate ", tampered.ErrorLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rebuild_WhenTheTimeIsNone_IsWrongUsage()
    {
        var run = await CommandRun.OfAsync("rebuild", "--as-of", "yesterday");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("yesterday", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    private static async Task ServeAsync(string data)
    {
        await using var server = await RunningServer.StartAsync(data);
        var contents = string.Join(',', Enumerable.Range(0, 12).Select(
            n => $"{{\"id\":\"m{n}\",\"kind\":\"movie\",\"title\":\"Title {n}\",\"genres\":[\"genre {n % 3}\"]}}"));
        await SendAsync(server, HttpMethod.Put, "/v1/content", $"[{contents}]");
        for (var i = 0; i < Rounds; i++)
        {
            var user = i % 2 == 0 ? "ann" : "bob";
            var sent = await SendAsync(
                server, HttpMethod.Post, "/v1/events",
                $"{{\"id\":\"e{i}\",\"userId\":\"{user}\",\"contentId\":\"m{i % 5}\",\"type\":\"play\","
                + $"\"occurredAt\":\"2025-03-01T20:{i:00}:00Z\"}}");
            var token = sent.Split("\"token\":\"")[1].Split('"')[0];
            await SendAsync(server, HttpMethod.Get, $"/v1/profiles/{user}/next?limit=5&after={token}", null);
        }
    }

    private static async Task<string> SendAsync(RunningServer server, HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await server.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return text;
    }

    /// <summary>Writes the log anew, with one bit of the last slate's last signal turned.</summary>
    private static void Tamper(string folder)
    {
        var entries = SlateLog.Read(folder).Select(entry => entry.ToArray()).ToList();
        Directory.Delete(folder, recursive: true);
        entries[^1][^4] ^= 1;
        using var log = new SlateLog(folder);
        foreach (var entry in entries) log.Append(entry);
    }
}
