using System.Net;
using System.Text.Json;
using Profiles.Core.Experiments.Flags;

namespace Profiles.Api.Tests;

public sealed class GrowthBookEndpointTests
{
    [Fact]
    public async Task Features_WhenAsked_AreThePlansUntilTheyChange()
    {
        await using var api = await ApiFixture.StartAsync();
        await SomeFlags.SetAsync(api, "a");
        using var response = await api.Client.GetAsync("/api/features/any");

        Assert.Equal("enabled", Assert.Single(response.Headers.GetValues("x-sse-support")));
        var payload = await ApiFixture.JsonAsync(response);
        Assert.Equal(200, payload.GetProperty("status").GetInt32());
        Assert.Equal(
            api.Experiments.Current.Flags.Flags.Select(flag => flag.Key),
            FlagPlan.Of(payload).Flags.Select(flag => flag.Key));
        using var again = await GetAsync(api, response.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        await SomeFlags.SetAsync(api, "b");
        using var changed = await GetAsync(api, response.Headers.ETag!.ToString());
        Assert.NotEqual(
            payload.GetProperty("dateUpdated").GetString(),
            (await ApiFixture.JsonAsync(changed)).GetProperty("dateUpdated").GetString());
    }

    [Fact]
    public async Task Stream_WhenFlagsChange_BringsThem()
    {
        await using var api = await ApiFixture.StartAsync();
        await SomeFlags.SetAsync(api, "a");
        using var response = await api.Client.GetAsync("/api/features/any");
        var body = await response.Content.ReadAsStringAsync();

        await using var stream = await EventStream.OpenAsync(api.Client, "/sub/any");
        Assert.Equal(("features", body), await stream.ReadAsync());
        await SomeFlags.SetAsync(api, "a", "list");
        var (name, data) = await stream.ReadAsync();

        Assert.Equal("features", name);
        using var payload = JsonDocument.Parse(data);
        Assert.Equal(
            "list",
            payload.RootElement.GetProperty("features").GetProperty("layout").GetProperty("defaultValue").GetString());
    }

    [Fact]
    public async Task Stream_WhenTheClientHasTheFlags_IsSilent()
    {
        await using var api = await ApiFixture.StartAsync(
            options => options.StreamHeartbeat = TimeSpan.FromMilliseconds(20));
        await SomeFlags.SetAsync(api, "a");
        using var response = await api.Client.GetAsync("/api/features/any");

        await using var stream = await EventStream.OpenAsync(
            api.Client, "/sub/any", response.Headers.ETag!.Tag.Trim('"'));
        await stream.ReadHeartbeatAsync();
    }

    [Theory]
    [InlineData("/api/features/browser", null, true)]
    [InlineData("/api/features/other", "browser", true)]
    [InlineData("/api/features/secret", null, false)]
    public async Task Features_WhenTheKeyHasOneToDecryptThem_AreEncrypted(string path, string? header, bool isEncrypted)
    {
        const string Key = "Ns04T5n9+59rl2x3SlNHtQ==";
        await using var api = await ApiFixture.StartAsync(options =>
        {
            (options.ApiKeys, options.ClientKeys) = (["secret"], ["browser"]);
            options.DecryptionKeys = options.DecryptionKeys.Add("browser", Key);
        });
        await SomeFlags.SetAsync(api, "a");
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (header is not null) request.Headers.Add("X-API-Key", header);
        using var response = await api.Client.SendAsync(request);
        var payload = await response.Content.ReadAsByteArrayAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(isEncrypted, FlagPlan.Read(payload).Flags.IsEmpty);
        Assert.Equal(
            api.Experiments.Current.Flags.Flags.Select(flag => flag.Key),
            FlagPlan.Read(payload, Key).Flags.Select(flag => flag.Key));
    }

    private static Task<HttpResponseMessage> GetAsync(ApiFixture api, string tag)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/features/any");
        request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        return api.Client.SendAsync(request);
    }
}
