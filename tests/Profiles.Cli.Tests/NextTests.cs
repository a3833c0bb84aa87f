using System.Net;
using System.Text;
using System.Text.Json;
using Profiles.Core.Models;
using Profiles.Core.Ranking;
using Profiles.Core.Slates;
using Profiles.Storage.Models;
using Profiles.Storage.Slates;

namespace Profiles.Cli.Tests;

/// <summary>Next-best-content over HTTP, on the real platform.</summary>
public sealed class NextTests
{
    [Fact]
    public async Task Click_WhenFolded_ChangesTheNextSlate()
    {
        using var folder = new TemporaryFolder();
        await using var server = await RunningServer.StartAsync(folder.Data);
        await PutContentsAsync(server);

        var before = await GetAsync(server, "/v1/profiles/ann/next?limit=5");
        Assert.All(Sources(before), source => Assert.Equal("popular", source));
        Assert.True(before.GetProperty("coldStart").GetBoolean());

        var token = await PostAsync(server, Event("e1", "ann", "crime-1", "complete", Slate(before)));
        var after = await GetAsync(server, $"/v1/profiles/ann/next?limit=5&after={token}");

        Assert.NotEqual(Ids(before), Ids(after));
        Assert.DoesNotContain("crime-1", Ids(after));
        Assert.Contains("because-you-watched", Sources(after));
        Assert.StartsWith("crime", Ids(after)[0], StringComparison.Ordinal);
        Assert.False(after.GetProperty("coldStart").GetBoolean());
        Assert.Equal("untrained", after.GetProperty("modelVersion").GetString());
        Assert.Empty(after.GetProperty("assignments").EnumerateArray());
    }

    [Fact]
    public async Task Slate_WhenServed_IsInTheSlateLogAndItsEventsAreAttributed()
    {
        using var folder = new TemporaryFolder();
        JsonElement slate;
        await using (var server = await RunningServer.StartAsync(folder.Data))
        {
            await PutContentsAsync(server);
            slate = await GetAsync(server, "/v1/profiles/ann/next?limit=5&device=tv&territory=GB");
            await PostAsync(server, Event("i1", "ann", Ids(slate)[0], "impression", Slate(slate)));
            var token = await PostAsync(server, Event("p1", "ann", Ids(slate)[0], "play", Slate(slate)));
            await GetAsync(server, $"/v1/profiles/ann?after={token}");
            var metrics = await server.Client.GetStringAsync("/metrics");
            Assert.Contains("profiles_slates_clicks", metrics, StringComparison.Ordinal);
            Assert.Contains("profiles_slates_hit_rate", metrics, StringComparison.Ordinal);
        }

        var logged = SlateLog.Read(Path.Combine(folder.Data, "slates"))
            .Select(entry => SlateRecordCodec.Read(entry.Span)).Single(entry => entry.SlateId == Slate(slate));
        Assert.Equal(Ids(slate), logged.Items.Select(item => item.ContentId));
        Assert.Equal(("tv", "GB", "ann"), (logged.Device, logged.Territory, logged.Unit.Id));
        Assert.All(logged.Items, item => Assert.Equal(RankingSignals.RowLength, item.Row.Length));
    }

    [Fact]
    public async Task Model_WhenSwappedUnderRequests_FailsNone()
    {
        using var folder = new TemporaryFolder();
        var store = new ModelFolder(ModelFolder.FolderOf(folder.Data));
        store.Write(Model("one", 1));
        store.Write(Model("two", 2));
        await using var server = await RunningServer.StartAsync(folder.Data);
        await PutContentsAsync(server);
        var token = await PostAsync(server, Event("e1", "ann", "crime-1", "complete"));
        await GetAsync(server, $"/v1/profiles/ann?after={token}");

        using var stop = new CancellationTokenSource();
        var versions = new HashSet<string>();
        var requests = Enumerable.Range(0, 4).Select(client => Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var slate = await GetAsync(server, $"/v1/profiles/{(i % 2 == 0 ? "ann" : $"u{client}")}/next");
                Assert.NotEmpty(Ids(slate));
                lock (versions) versions.Add(slate.GetProperty("modelVersion").GetString()!);
            }
        })).ToArray();
        for (var i = 0; i < 30; i++)
        {
            var version = i % 2 == 0 ? "one" : "two";
            using var promoted = await server.Client.PostAsync($"/v1/models/{version}/promote?force=true", null);
            Assert.Equal(HttpStatusCode.OK, promoted.StatusCode);
            using var shadow = await server.Client.PutAsync(
                "/v1/models/shadow", Json($$"""{"version":"{{(i % 2 == 0 ? "two" : "one")}}"}"""));
            Assert.Equal(HttpStatusCode.OK, shadow.StatusCode);
        }

        await stop.CancelAsync();
        await Task.WhenAll(requests);
        Assert.Subset(new HashSet<string> { "untrained", "one", "two" }, versions);
        var profile = await GetAsync(server, "/v1/profiles/ann");
        Assert.Equal("two", profile.GetProperty("embedding").GetProperty("modelVersion").GetString());
        Assert.Equal(8, profile.GetProperty("embedding").GetProperty("vector").GetArrayLength());
    }

    [Fact]
    public async Task Model_WhenDamaged_IsRefusedByNameAndTheOneBeforeGoesOn()
    {
        using var folder = new TemporaryFolder();
        var store = new ModelFolder(ModelFolder.FolderOf(folder.Data));
        store.Write(Model("one", 1));
        Assert.True(store.Promote("one").IsDone);
        var factors = Path.Combine(store.Folder, "one", ModelFileNames.Factors);
        var bytes = await File.ReadAllBytesAsync(factors);
        bytes[0] ^= 1;
        await File.WriteAllBytesAsync(factors, bytes);

        await using var server = await RunningServer.StartAsync(folder.Data);
        await PutContentsAsync(server);

        var slate = await GetAsync(server, "/v1/profiles/ann/next");
        Assert.Equal("untrained", slate.GetProperty("modelVersion").GetString());
        var models = await GetAsync(server, "/v1/models");
        Assert.Contains("damaged-file", models.GetProperty("fault").GetString(), StringComparison.Ordinal);
        var status = await GetAsync(server, "/v1/operations/status");
        Assert.True(status.GetProperty("ready").GetBoolean());
        Assert.Contains("damaged-file", status.GetProperty("reasons")[0].GetString(), StringComparison.Ordinal);
        using var refused = await server.Client.PostAsync("/v1/models/none/promote", null);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
    }

    [Fact]
    public async Task RankAndSimilar_WhenAsked_AnswerForTheViewerAndTheContent()
    {
        using var folder = new TemporaryFolder();
        await using var server = await RunningServer.StartAsync(folder.Data);
        await PutContentsAsync(server);
        var token = await PostAsync(server, Event("e1", "ann", "crime-1", "complete"));
        await GetAsync(server, $"/v1/profiles/ann?after={token}");

        using var response = await server.Client.PostAsync(
            "/v1/rank", Json("""{"userId":"ann","contentIds":["comedy-1","nowhere","crime-2","comedy-1"]}"""));
        using var ranked = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(["crime-2", "comedy-1"], Ids(ranked.RootElement));
        Assert.Equal("nowhere", Assert.Single(ranked.RootElement.GetProperty("unknown").EnumerateArray()).GetString());

        var similar = await GetAsync(server, "/v1/content/crime-1/similar?limit=3");
        Assert.Equal(3, Ids(similar).Length);
        Assert.All(Ids(similar), id => Assert.StartsWith("crime", id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Slate_WhenTheCatalogueIsEmpty_IsEmptyAndSaysSo()
    {
        using var folder = new TemporaryFolder();
        await using var server = await RunningServer.StartAsync(folder.Data);

        var slate = await GetAsync(server, "/v1/profiles/ann/next");

        Assert.Empty(Ids(slate));
        Assert.NotEqual("", slate.GetProperty("note").GetString());
    }

    private static ModelArtefact Model(string version, float weight)
    {
        string[] items = ["comedy-1", "crime-1", "crime-2"];
        var factors = new float[items.Length * 8];
        for (var i = 0; i < factors.Length; i++) factors[i] = (i * 7 % 5 - 2) / 4f;
        var gram = new float[64];
        for (var i = 0; i < 8; i++) gram[i * 9] = 1;
        var weights = new float[RankingSignals.Count * ContextFeatures.Count];
        weights[(int)RankingSignal.Factors * ContextFeatures.Count] = weight;
        weights[(int)RankingSignal.ContentAffinity * ContextFeatures.Count] = 1;
        return ModelArtefact.Create(
            new ModelManifest { Version = version, CreatedAt = DateTimeOffset.UnixEpoch }, items, factors, gram,
            new Dictionary<LinkKind, byte[]>(), new RankerWeights(weights, new float[RankingSignals.Count]));
    }

    private static async Task PutContentsAsync(RunningServer server)
    {
        var contents = string.Join(',', from genre in (string[])["crime", "comedy"] from n in Enumerable.Range(1, 12)
            select $$"""{"id":"{{genre}}-{{n}}","kind":"movie","title":"{{genre}} {{n}}","genres":["{{genre}}"]}""");
        using var response = await server.Client.PutAsync("/v1/content", Json($"[{contents}]"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static async Task<string> PostAsync(RunningServer server, string body)
    {
        using var response = await server.Client.PostAsync("/v1/events", Json(body));
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return answer.RootElement.GetProperty("token").GetString()!;
    }

    private static async Task<JsonElement> GetAsync(RunningServer server, string path)
    {
        using var response = await server.Client.GetAsync(path);
        var body = await response.Content.ReadAsByteArrayAsync();
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}: {Encoding.UTF8.GetString(body)}");
        using var document = JsonDocument.Parse(body);
        return document.RootElement.Clone();
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static string Event(string id, string user, string content, string type, string? slate = null) =>
        $$"""{"id":"{{id}}","userId":"{{user}}","contentId":"{{content}}","type":"{{type}}","""
        + $$""" "occurredAt":"2026-03-01T20:00:00Z","slateId":{{(slate is null ? "null" : $"\"{slate}\"")}}}""";

    private static string Slate(JsonElement slate) => slate.GetProperty("slateId").GetString()!;

    private static string[] Ids(JsonElement slate) =>
        [.. slate.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("contentId").GetString()!)];

    private static string[] Sources(JsonElement slate) =>
        [.. slate.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("source").GetString()!)];
}
