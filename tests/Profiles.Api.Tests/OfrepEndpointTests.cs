using System.Net;
using System.Text;
using System.Text.Json;

namespace Profiles.Api.Tests;

public sealed class OfrepEndpointTests
{
    private const string Flags = "/ofrep/v1/evaluate/flags";

    [Theory]
    [InlineData("ann", "first", "SPLIT", "a", "\"a\"")]
    [InlineData("ann", "rows", "SPLIT", "a", "12")]
    [InlineData("tester", "first", "TARGETING_MATCH", "b", "\"b\"")]
    [InlineData("ann", "layout", "STATIC", null, "\"grid\"")]
    [InlineData("ann", "nothing", "STATIC", null, null)]
    [InlineData("ann", "second", "STATIC", null, null)]
    [InlineData("ann", "third", "DISABLED", null, null)]
    public async Task Flag_WhenEvaluated_HasItsValueAndWhy(
        string user, string key, string reason, string? variant, string? value)
    {
        await using var api = await ApiFixture.StartAsync();
        await SomeFlags.SetAsync(api, "a");

        using var response = await PostAsync(api, $"/{key}", $$$"""{"context":{"targetingKey":"{{{user}}}"}}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var flag = await ApiFixture.JsonAsync(response);
        Assert.Equal(
            (key, reason, variant, value),
            (Text(flag, "key"), Text(flag, "reason"), Text(flag, "variant"),
                flag.TryGetProperty("value", out var given) ? given.GetRawText() : null));
    }

    [Theory]
    [InlineData("""{"targetingKey":"ann"}""", "u/default/ann")]
    [InlineData("""{"targetingKey":"x","userId":"ann","deviceId":"tv"}""", "u/default/ann")]
    [InlineData("""{"targetingKey":"ann","deviceId":"tv"}""", "u/default/ann")]
    [InlineData("""{"targetingKey":"tv","deviceId":"tv"}""", "d/default/tv")]
    [InlineData("""{"userId":null,"deviceId":"tv","a":{"b":["\u00e9"]}}""", "d/default/tv")]
    public async Task Context_WhenItNamesAUnit_IsPassedOnWhole(string context, string unit)
    {
        await using var api = await ApiFixture.StartAsync();
        await SomeFlags.SetAsync(api, "a");

        using var one = await PostAsync(api, "/first", $$"""{ "other":[1], "context" : {{context}} }""");
        using var all = await PostAsync(api, "", $$"""{"context":{{context}}}""");

        Assert.Equal(HttpStatusCode.OK, all.StatusCode);
        var asked = Assert.Single(api.Grains.Assignments);
        Assert.Equal(unit, asked.Key);
        Assert.Equal([true, false], asked.Value.Evaluated.Select(request => request.TakesEffect));
        Assert.All(
            asked.Value.Evaluated,
            request => Assert.Equal(context, Encoding.UTF8.GetString(request.Attributes.Span)));
    }

    [Theory]
    [InlineData("", "PARSE_ERROR")]
    [InlineData("[]", "PARSE_ERROR")]
    [InlineData("{\"context\":{}", "PARSE_ERROR")]
    [InlineData("{\"context\":{\"targetingKey\":\"a\"}} {}", "PARSE_ERROR")]
    [InlineData("{}", "INVALID_CONTEXT")]
    [InlineData("{\"context\":[]}", "INVALID_CONTEXT")]
    [InlineData("{\"context\":{\"targetingKey\":1}}", "INVALID_CONTEXT")]
    [InlineData("{\"context\":{\"targetingKey\":\"a\",\"deviceId\":{}}}", "INVALID_CONTEXT")]
    [InlineData("{\"context\":{\"targetingKey\":\"a\",\"b\":[\"\\ud800\"]}}", "INVALID_CONTEXT")]
    [InlineData("{\"context\":{\"country\":\"GB\"}}", "TARGETING_KEY_MISSING")]
    [InlineData("{\"context\":{\"targetingKey\":\"\"}}", "TARGETING_KEY_MISSING")]
    public async Task Context_WhenItCannotBeUsed_IsRefusedInTheProtocolsWords(string body, string code)
    {
        await using var api = await ApiFixture.StartAsync();
        await SomeFlags.SetAsync(api, "a");

        using var all = await PostAsync(api, "", body);
        using var one = await PostAsync(api, "/first", body);

        foreach (var (response, key) in new[] { (all, null), (one, "first") })
        {
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            var error = await ApiFixture.JsonAsync(response);
            Assert.Equal((key, code), (Text(error, "key"), Text(error, "errorCode")));
            Assert.NotEqual("", Text(error, "errorDetails"));
        }

        Assert.Empty(api.Grains.Assignments);
    }

    [Fact]
    public async Task Flag_WhenUnknown_IsNotFound()
    {
        await using var api = await ApiFixture.StartAsync();
        using var response = await PostAsync(api, "/a%2Fb", """{"context":{"targetingKey":"ann"}}""");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        var error = await ApiFixture.JsonAsync(response);
        Assert.Equal(("a/b", "FLAG_NOT_FOUND"), (Text(error, "key"), Text(error, "errorCode")));
    }

    [Fact]
    public async Task Flags_WhenNothingChanged_AreNotModified()
    {
        const string ann = """{"context":{"targetingKey":"ann"}}""";
        await using var api = await ApiFixture.StartAsync();
        await SomeFlags.SetAsync(api, "a");
        using var first = await PostAsync(api, "", ann);
        var tag = first.Headers.ETag!.ToString();

        using var again = await PostAsync(api, "", ann, tag);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync());
        using var other = await PostAsync(api, "", """{"context":{"targetingKey":"bob"}}""", tag);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        await SomeFlags.SetAsync(api, "b");
        using var changed = await PostAsync(api, "", ann, tag);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        var flags = (await ApiFixture.JsonAsync(changed)).GetProperty("flags").EnumerateArray()
            .ToDictionary(flag => Text(flag, "key")!);
        Assert.Equal(["first", "layout", "nothing", "rows", "second", "third"], flags.Keys.Order());
        Assert.Equal(20, flags["rows"].GetProperty("value").GetInt32());
    }

    [Fact]
    public async Task Stream_WhenFlagsChange_AsksToEvaluateAgain()
    {
        await using var api = await ApiFixture.StartAsync(
            options => options.StreamHeartbeat = TimeSpan.FromMilliseconds(20));
        await SomeFlags.SetAsync(api, "a");
        using var all = await PostAsync(api, "", """{"context":{"targetingKey":"ann"}}""");
        var stream = (await ApiFixture.JsonAsync(all)).GetProperty("eventStreams")[0];
        Assert.Equal("sse", Text(stream, "type"));
        var path = Text(stream.GetProperty("endpoint"), "requestUri")!;

        await using var known = await EventStream.OpenAsync(api.Client, path);
        await known.ReadHeartbeatAsync();
        await SomeFlags.SetAsync(api, "a");
        await SomeFlags.SetAsync(api, "b");
        var (name, data) = await known.ReadAsync();
        Assert.Equal("message", name);
        using var message = JsonDocument.Parse(data);
        Assert.Equal("refetchEvaluation", Text(message.RootElement, "type"));

        await using var late = await EventStream.OpenAsync(api.Client, path);
        Assert.Equal(data, (await late.ReadAsync()).Data);
    }

    [Fact]
    public async Task Streams_WhenThereAreTooMany_AreRefused()
    {
        await using var api = await ApiFixture.StartAsync(options => options.MaxStreams = 1);
        await using (await EventStream.OpenAsync(api.Client, "/ofrep/v1/events"))
        {
            using var refused = await api.Client.GetAsync("/sub/any");
            await Assertions.IsProblemAsync(refused, HttpStatusCode.ServiceUnavailable, "too_many_streams");
            Assert.NotNull(refused.Headers.RetryAfter);
        }
    }

    [Fact]
    public async Task Keys_WhenConfigured_OpenFlagsByClientKeysAndStreamsByTheirToken()
    {
        await using var api = await ApiFixture.StartAsync(
            options => (options.ApiKeys, options.ClientKeys) = (["secret"], ["browser"]));
        await SomeFlags.SetAsync(api, "a");
        const string ann = """{"context":{"targetingKey":"ann"}}""";
        using var without = await PostAsync(api, "", ann);
        await Assertions.IsProblemAsync(without, HttpStatusCode.Unauthorized, "api_key");
        using var noToken = await api.Client.GetAsync("/ofrep/v1/events");
        Assert.Equal(HttpStatusCode.Unauthorized, noToken.StatusCode);
        foreach (var path in (string[])["/api/features/none", "/sub/none", "/v1/segments?token=browser"])
        {
            using var refused = await api.Client.GetAsync(path);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        using var features = await api.Client.GetAsync("/api/features/browser");
        Assert.Equal(HttpStatusCode.OK, features.StatusCode);
        using var byApiKey = await api.Client.GetAsync("/api/features/secret");
        Assert.Equal(HttpStatusCode.OK, byApiKey.StatusCode);
        api.Client.DefaultRequestHeaders.Add("X-API-Key", "browser");
        using var other = await api.Client.GetAsync("/v1/segments");
        Assert.Equal(HttpStatusCode.Unauthorized, other.StatusCode);
        using var all = await PostAsync(api, "", ann);
        var uri = Text(
            (await ApiFixture.JsonAsync(all)).GetProperty("eventStreams")[0].GetProperty("endpoint"), "requestUri")!;
        Assert.DoesNotContain("browser", uri, StringComparison.Ordinal);
        api.Client.DefaultRequestHeaders.Remove("X-API-Key");
        await using var stream = await EventStream.OpenAsync(api.Client, uri);
    }

    [Theory]
    [InlineData("https://www.example.org", "https://www.example.org", "https://www.example.org")]
    [InlineData("*", "https://www.example.org", "*")]
    [InlineData("https://www.example.org", "https://www.example.com", null)]
    [InlineData(null, "https://www.example.org", null)]
    public async Task Pages_WhenOfOtherOrigins_MayAskForFlagsWhereConfigured(
        string? configured, string origin, string? allowed)
    {
        await using var api = await ApiFixture.StartAsync(options =>
        {
            options.ApiKeys = ["secret"];
            if (configured is not null) options.BrowserOrigins = [configured];
        });
        foreach (var (method, path) in new[]
            {
                (HttpMethod.Options, Flags), (HttpMethod.Get, "/api/features/secret"),
                (HttpMethod.Get, "/api/features/x"),
            })
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.Add("Origin", origin);
            request.Headers.Add("Access-Control-Request-Method", "POST");
            request.Headers.Add("Access-Control-Request-Headers", "content-type,x-api-key");
            using var response = await api.Client.SendAsync(request);
            Assert.Equal(
                allowed,
                response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null);
            Assert.False(response.Headers.Contains("Access-Control-Allow-Credentials"));
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static Task<HttpResponseMessage> PostAsync(ApiFixture api, string flag, string body, string? tag = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Flags + flag)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (tag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        return api.Client.SendAsync(request);
    }
}
