using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json;
using Profiles.Contracts;

namespace Profiles.Api.Tests;

public sealed class OperationsEndpointTests
{
    [Fact]
    public async Task Health_WhenReady_SaysSo()
    {
        await using var api = await ApiFixture.StartAsync();
        Assert.Equal("""{"status":"live"}""", await api.Client.GetStringAsync("/health/live"));
        Assert.Equal("""{"status":"ready"}""", await api.Client.GetStringAsync("/health/ready"));
    }

    [Fact]
    public async Task Health_WhenNotReady_ListsTheReasons()
    {
        await using var api = await ApiFixture.StartAsync();
        api.Platform.Status = new PlatformStatus(false, ["partition 0 replays", "disk full"], []);
        using var response = await api.Client.GetAsync("/health/ready");
        var problem = await Assertions.IsProblemAsync(response, HttpStatusCode.ServiceUnavailable, "not_ready");
        Assert.Equal(
            ["partition 0 replays", "disk full"],
            problem.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString()));
    }

    [Fact]
    public async Task Status_WhenAsked_SumsThePartitions()
    {
        await using var api = await ApiFixture.StartAsync();
        using var response = await api.Client.GetAsync("/v1/operations/status");
        var status = await ApiFixture.JsonAsync(response);
        Assert.True(status.GetProperty("ready").GetBoolean());
        Assert.Equal(1, status.GetProperty("lag").GetInt64());
        Assert.Equal(8, status.GetProperty("partitions")[0].GetProperty("checkpointed").GetInt64());
    }

    [Fact]
    public async Task DeadLetters_WhenListedAndReplayed_AreThoseOfTheStore()
    {
        await using var api = await ApiFixture.StartAsync();
        var at = DateTimeOffset.UnixEpoch;
        api.Platform.Letters.Add(new DeadLetter(7, 1, 99, "u/default/u1", "fold-failed", "overflow", at, null));
        api.Platform.Letters.Add(new DeadLetter(8, 1, 100, "u/default/u1", "fold-failed", "overflow", at, at));

        using var list = await api.Client.GetAsync("/v1/operations/dead-letters");
        var item = Assert.Single((await ApiFixture.JsonAsync(list)).GetProperty("items").EnumerateArray());
        Assert.Equal((7, "fold-failed"), (item.GetProperty("id").GetInt64(), item.GetProperty("cause").GetString()));
        Assert.Equal(JsonValueKind.Null, item.GetProperty("replayedAt").ValueKind);

        using var some = await api.PostAsync("/v1/operations/dead-letters/replay", "{\"ids\":[7]}", "application/json");
        Assert.Equal("""{"replayed":1}""", await some.Content.ReadAsStringAsync());
        using var all = await api.Client.PostAsync("/v1/operations/dead-letters/replay", null);
        Assert.Equal(HttpStatusCode.OK, all.StatusCode);
        Assert.Equal([7, 7, 8], api.Platform.Replayed);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("limit=many")]
    public async Task DeadLetters_WhenTheLimitIsWrong_Answers400(string query)
    {
        await using var api = await ApiFixture.StartAsync();
        using var response = await api.Client.GetAsync("/v1/operations/dead-letters?" + query);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Routes_WhenTheyAreNone_AnswerProblems()
    {
        await using var api = await ApiFixture.StartAsync();
        using var nowhere = await api.Client.GetAsync("/v2/nothing");
        await Assertions.IsProblemAsync(nowhere, HttpStatusCode.NotFound, "not_found");
        using var wrong = await api.Client.DeleteAsync("/v1/events");
        await Assertions.IsProblemAsync(wrong, HttpStatusCode.MethodNotAllowed, "method_not_allowed");
        Assert.Contains("POST", wrong.Content.Headers.Allow);
    }

    [Fact]
    public async Task Password_WhenABrowserSendsAKeyAsOne_OpensPagesAlone()
    {
        await using var api = await ApiFixture.StartAsync(options => options.ApiKeys = ["one:two"]);
        using var without = await api.Client.GetAsync("/dashboard/");
        Assert.Equal("Basic", Assert.Single(without.Headers.WwwAuthenticate).Scheme);

        // operator:one:two
        api.Client.DefaultRequestHeaders.Add("Authorization", "Basic b3BlcmF0b3I6b25lOnR3bw==");
        using var page = await api.Client.GetAsync("/dashboard/");
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        using var change = await api.Client.PostAsync("/dashboard/", null);
        Assert.Equal(HttpStatusCode.Unauthorized, change.StatusCode);
        using var profile = await api.Client.GetAsync("/v1/profiles/ann");
        Assert.Equal(HttpStatusCode.Unauthorized, profile.StatusCode);
    }

    [Fact]
    public async Task Keys_WhenConfigured_AreWantedEverywhereButForHealth()
    {
        await using var api = await ApiFixture.StartAsync(options => options.ApiKeys = ["one", "two"]);
        using var without = await api.Client.GetAsync("/v1/operations/status");
        await Assertions.IsProblemAsync(without, HttpStatusCode.Unauthorized, "api_key");
        using var health = await api.Client.GetAsync("/health/live");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);

        api.Client.DefaultRequestHeaders.Add("Authorization", "Bearer two");
        using var bearer = await api.Client.GetAsync("/v1/operations/status");
        Assert.Equal(HttpStatusCode.OK, bearer.StatusCode);
        api.Client.DefaultRequestHeaders.Add("X-API-Key", "three");
        using var wrong = await api.Client.GetAsync("/v1/operations/status");
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
    }

    [Fact]
    public async Task OpenApi_WhenAsked_DescribesEveryRouteAndItsAnswers()
    {
        await using var api = await ApiFixture.StartAsync();
        using var response = await api.Client.GetAsync("/openapi/v1.json");
        var paths = (await ApiFixture.JsonAsync(response)).GetProperty("paths");
        string[] routes =
        [
            "/v1/events", "/v1/schemas/viewing-event", "/v1/content", "/v1/content/{contentId}",
            "/v1/content/{contentId}/similar", "/v1/profiles/{userId}", "/v1/profiles/{userId}/next",
            "/v1/devices/{deviceId}/next",
            "/v1/query", "/v1/query/schema", "/v1/rank", "/v1/models", "/v1/models/{version}/promote",
            "/v1/models/rollback", "/v1/models/shadow",
            "/v1/devices/{deviceId}", "/v1/profiles/{userId}/link", "/v1/profiles/{userId}/link/{deviceId}",
            "/v1/operations/status", "/v1/operations/dead-letters", "/v1/operations/dead-letters/replay",
            "/v1/segments", "/v1/segments/{key}", "/v1/attributes", "/v1/features", "/v1/features/{userId}",
            "/v1/devices/{deviceId}/features",
            "/v1/experiments", "/v1/experiments/{key}", "/v1/experiments/validate", "/v1/experiments/preview",
            "/v1/experiments/{key}/start",
            "/v1/experiments/{key}/pause", "/v1/experiments/{key}/stop", "/v1/experiments/{key}/archive",
            "/v1/experiments/{key}/ramp", "/v1/experiments/{key}/audit", "/v1/layers", "/v1/layers/{key}",
            "/v1/holdouts", "/v1/holdouts/{key}", "/v1/metrics", "/v1/metrics/{key}", "/v1/parameters",
            "/v1/parameters/{key}", "/v1/assignments/{userId}", "/v1/devices/{deviceId}/assignments", "/v1/exposures",
            "/ofrep/v1/evaluate/flags", "/ofrep/v1/evaluate/flags/{key}", "/ofrep/v1/events",
            "/api/features/{clientKey}", "/sub/{clientKey}",
            "/health/live", "/health/ready", "/metrics",
        ];
        Assert.Empty(routes.Except(paths.EnumerateObject().Select(path => path.Name)));
        Assert.All(
            paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject()),
            operation => Assert.NotEqual("", operation.Value.GetProperty("summary").GetString()));
        var post = paths.GetProperty("/v1/events").GetProperty("post");
        Assert.Equal(
            ["202", "400", "413", "415", "503"],
            post.GetProperty("responses").EnumerateObject().Select(item => item.Name).Order());
        var content = post.GetProperty("requestBody").GetProperty("content");
        Assert.True(content.TryGetProperty("application/x-ndjson", out _));
    }

    [Fact]
    public async Task Metrics_WhenScraped_AreWellFormedText()
    {
        await using var api = await ApiFixture.StartAsync();
        using var meter = new Meter("profiles.tests");
        var counter = meter.CreateCounter<long>("tests.shown", "{thing}", "Things \\ shown\non screen");
        counter.Add(2, new KeyValuePair<string, object?>("what", "a \"b\"\\\n"));
        counter.Add(3, new KeyValuePair<string, object?>("what", "a \"b\"\\\n"));
        var histogram = meter.CreateHistogram(
            "tests.wait", "s", "Waits", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        histogram.Record(0.05);
        histogram.Record(0.5);
        histogram.Record(5);
        meter.CreateObservableGauge("tests.level", () => -1.5);

        using var response = await api.Client.GetAsync("/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        var text = await response.Content.ReadAsStringAsync();
        Assert.Contains(
            "# HELP tests_shown_total Things \\\\ shown\\non screen\n# TYPE tests_shown_total counter\n", text);
        Assert.Contains("tests_shown_total{what=\"a \\\"b\\\"\\\\\\n\"} 5\n", text);
        Assert.Contains(
            "tests_wait_seconds_bucket{le=\"0.1\"} 1\ntests_wait_seconds_bucket{le=\"1\"} 2\n"
            + "tests_wait_seconds_bucket{le=\"+Inf\"} 3\ntests_wait_seconds_sum 5.55\ntests_wait_seconds_count 3\n",
            text);
        Assert.Contains("# TYPE tests_level gauge\ntests_level -1.5\n", text);
        Assert.All(text.TrimEnd('\n').Split('\n'), line => Assert.Matches(
            @"^(# (HELP|TYPE) [a-zA-Z_:][a-zA-Z0-9_:]* .*"
            + @"|[a-zA-Z_:][a-zA-Z0-9_:]*(\{.*\})? (-?[0-9.eE+-]+|NaN|\+Inf|-Inf))$",
            line));
    }

    [Fact]
    public async Task Home_WhenOpened_NamesTheDescription()
    {
        await using var api = await ApiFixture.StartAsync();
        using var response = await api.Client.GetAsync("/");
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("/openapi/v1.json", await response.Content.ReadAsStringAsync());
    }
}
