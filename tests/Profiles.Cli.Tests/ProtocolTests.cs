using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Profiles.Api;
using Profiles.Core.Experiments.Definitions;

namespace Profiles.Cli.Tests;

/// <summary>The clients that front ends use, as npm has them, against the server.</summary>
public sealed class ProtocolTests : IDisposable
{
    private const int Users = 10_000;
    private const int UsersThatTakeEffect = 50;
    private const string DecryptionKey = "Ns04T5n9+59rl2x3SlNHtQ==";

    private static readonly string[] Countries = ["GB", "IE", "FR", "DE"];
    private static readonly string[] Versions = ["2.9.9", "2.10.0", "3.0.0-beta", "10.1"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task GrowthBookClient_WhenItEvaluatesByItself_GivesEveryUserWhatTheServerGives()
    {
        await using var server = await PlatformServer.StartAsync(_folder.Data);
        await server.ChangeAsync(_ => TwentyExperiments());
        var users = Enumerable.Range(0, Users).Select(AttributesOf).ToArray();

        await using var node = NodeClients.Start("agree.mjs", server.Url);
        foreach (var user in users) await node.Input.WriteLineAsync(user.ToJsonString());
        node.Input.Close();
        var keys = JsonSerializer.Deserialize<string[]>(await node.ReadLineAsync())!;
        var theirs = new string[Users];
        for (var i = 0; i < Users; i++) theirs[i] = await node.ReadLineAsync();

        var ours = new string[Users];
        await Parallel.ForAsync(0, Users, TestContext.Current.CancellationToken, async (i, _) =>
        {
            var flags = (await PostAsync(server, "", users[i]))["flags"]!.AsArray();
            ours[i] = ValuesOf(keys, flags.ToDictionary(flag => (string)flag!["key"]!, flag => flag!["value"]));
        });
        Assert.Equal(theirs, ours);
        for (var i = 0; i < UsersThatTakeEffect; i++)
        {
            var values = new Dictionary<string, JsonNode?>();
            foreach (var key in keys) values[key] = (await PostAsync(server, $"/{key}", users[i]))["value"];
            Assert.Equal(theirs[i], ValuesOf(keys, values));
        }

        var experiments = server.Experiments.Current.Set.Experiments;
        Assert.Equal(20, experiments.Length);
        var rows = theirs.Select(row => JsonNode.Parse(row)!.AsArray()).ToList();
        Assert.All(experiments, experiment =>
        {
            var place = Array.IndexOf(keys, experiment.Key);
            var met = rows.Select(row => (string?)row[place]).OfType<string>().ToHashSet();
            Assert.Equal(experiment.Variants.Select(variant => variant.Key).Order(), met.Order());
        });
    }

    [Theory]
    [InlineData("first", "\"a\"", "\"b\"")]
    [InlineData("rows", "12", "20")]
    public async Task GrowthBookClient_WhenAnExperimentChanges_HearsOfIt(string flag, string before, string after)
    {
        await using var server = await StartWithKeyAsync();
        await server.ChangeAsync(set => Tested(set, "a"));
        await using var client = NodeClients.Start("growthbook.mjs", server.Url, "browser", flag);

        Assert.Equal(before, await client.ReadLineAsync());
        await server.ChangeAsync(set => Tested(set, "b"));
        Assert.Equal(after, await client.ReadLineAsync());
    }

    [Fact]
    public async Task GrowthBookClient_WhenThePayloadIsEncrypted_ReadsItWithTheKey()
    {
        await using var server = await StartWithKeyAsync(
            api => api.DecryptionKeys = api.DecryptionKeys.Add("browser", DecryptionKey));
        await server.ChangeAsync(set => Tested(set, "a"));
        await using var client = NodeClients.Start("growthbook.mjs", server.Url, "browser", "rows", DecryptionKey);

        Assert.Equal("12", await client.ReadLineAsync());
        await server.ChangeAsync(set => Tested(set, "b"));
        Assert.Equal("20", await client.ReadLineAsync());
    }

    [Fact]
    public async Task OfrepWebProvider_WhenAnExperimentChanges_EvaluatesAgain()
    {
        await using var server = await StartWithKeyAsync();
        await server.ChangeAsync(set => Tested(set, "a"));
        await using var client = NodeClients.Start("openfeature-web.mjs", server.Url, "browser", "rows");

        Assert.Equal(Details(12, "a"), await client.ReadLineAsync());
        Assert.Equal("[200,304]", await client.ReadLineAsync());
        await server.ChangeAsync(set => Tested(set, "b"));
        Assert.Equal(Details(20, "b"), await client.ReadLineAsync());

        static string Details(int value, string variant) =>
            $$"""{"value":{{value}},"variant":"{{variant}}","reason":"SPLIT","experiment":"first","""
            + """ "unknown":"FLAG_NOT_FOUND","object":{"kind":"tall"},"flag":false}""".TrimStart();
    }

    [Fact]
    public async Task OfrepProvider_WhenFlagsOfEveryTypeAreAsked_ResolvesThem()
    {
        await using var server = await StartWithKeyAsync();
        await server.ChangeAsync(set => Tested(set, "b"));
        await using var client = NodeClients.Start("openfeature-server.mjs", server.Url, "browser");

        string[] expected =
        [
            """{"value":20,"variant":"b","reason":"SPLIT"}""",
            """{"value":"b","variant":"b","reason":"SPLIT"}""",
            """{"value":false,"reason":"STATIC"}""",
            """{"value":{"kind":"tall"},"reason":"STATIC"}""",
            """{"value":"default","reason":"ERROR","errorCode":"FLAG_NOT_FOUND"}""",
            """{"value":"none","reason":"ERROR","errorCode":"TARGETING_KEY_MISSING"}""",
        ];
        foreach (var line in expected) Assert.Equal(line, await client.ReadLineAsync());
    }

    private static ExperimentSet TwentyExperiments()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(
            Path.Combine(AppContext.BaseDirectory, "Clients", "experiments.json")));
        var errors = new List<ExperimentError>();
        var set = ExperimentJson.ReadSet(json.RootElement, errors);
        Assert.Empty(errors);
        ExperimentValidation.Check(set!, null, errors, []);
        Assert.Empty(errors);
        return set!;
    }

    // Everyone gets one variant, so that whoever asks sees it change.
    private static ExperimentSet Tested(ExperimentSet set, string variant)
    {
        var text = $$$"""
            {"parameters": {"rows": 12, "promo": false, "hero": {"kind": "tall"}}, "experiments": [
             {"key": "first", "state": "running", "sticky": false, "variants": [
              {"key": "a", "weight": {{{(variant == "a" ? 1 : 0)}}}},
              {"key": "b", "weight": {{{(variant == "b" ? 1 : 0)}}}, "parameters": {"rows": 20}}]}]}
            """;
        using var json = JsonDocument.Parse(text);
        var errors = new List<ExperimentError>();
        var read = ExperimentJson.ReadSet(json.RootElement, errors);
        Assert.Empty(errors);
        return set with { Experiments = read!.Experiments, Parameters = read.Parameters };
    }

    private static JsonObject AttributesOf(int i)
    {
        var id = (i % 5) switch { 0 => $"u{i}", 1 => $"用户{i}", 2 => $"{i}", 3 => $"usér {i}", _ => $"😀-{i:x}" };
        var user = new JsonObject { ["id"] = id, ["targetingKey"] = id, ["country"] = Countries[i % Countries.Length] };
        if (i % 3 != 0) user["age"] = 10 + i % 70;
        if (i % 7 != 0) user["company"] = i % 2 == 0 ? i % 400 : $"company-{i % 300}";
        if (i % 11 < 6) user["email"] = $"viewer{i}@example.{(i % 4 == 0 ? "net" : "org")}";
        if (i % 6 < 4) user["plan"] = new JsonObject { ["tier"] = i % 8 < 4 ? "gold" : "tin" };
        user["tags"] = new JsonArray([.. Enumerable.Range(0, i % 4).Select(n => (JsonNode)(n == 1 ? "kids" : "new"))]);
        user["appVersion"] = Versions[i / 2 % Versions.Length];
        return user;
    }

    private static async Task<JsonNode> PostAsync(PlatformServer server, string flag, JsonObject user)
    {
        var body = new JsonObject { ["context"] = user.DeepClone() }.ToJsonString();
        using var response = await server.Client.PostAsync(
            $"/ofrep/v1/evaluate/flags{flag}", new StringContent(body, Encoding.UTF8, "application/json"));
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, answer);
        return JsonNode.Parse(answer)!;
    }

    private static string ValuesOf(IEnumerable<string> keys, Dictionary<string, JsonNode?> values) =>
        new JsonArray([.. keys.Select(key => values[key]?.DeepClone())]).ToJsonString();

    private async Task<PlatformServer> StartWithKeyAsync(Action<ProfilesApiOptions>? configure = null)
    {
        var server = await PlatformServer.StartAsync(_folder.Data, api =>
        {
            (api.ApiKeys, api.ClientKeys) = (["secret"], ["browser"]);
            configure?.Invoke(api);
        });
        server.Client.DefaultRequestHeaders.Add("X-API-Key", "secret");
        return server;
    }
}
