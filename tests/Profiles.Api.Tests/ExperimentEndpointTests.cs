using System.Net;
using System.Text.Json;
using Profiles.Contracts;
using Profiles.Core.Events;
using Profiles.Core.Units;

namespace Profiles.Api.Tests;

public sealed class ExperimentEndpointTests
{
    private const string Json = "application/json";

    private const string Whole =
        """
        {"key":"rows","name":"Rows","hypothesis":"More rows, more plays","owner":"ann","coverage":1,
         "variants":[{"key":"control","weight":0.5,"parameters":{"serving.relevance":0.8}},
                     {"key":"many","weight":0.5,"parameters":{"serving.relevance":0.5}}]}
        """;

    [Fact]
    public async Task Experiment_WhenCreated_IsADraftUntilItIsStarted()
    {
        await using var api = await ApiFixture.StartAsync();
        using var created = await api.PostAsync("/v1/experiments", Whole, Json);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal("/v1/experiments/rows", created.Headers.Location?.OriginalString);
        Assert.Equal(("draft", false), await NowAsync(created));

        using var started = await api.PostAsync("/v1/experiments/rows/start", "", Json);
        Assert.Equal(HttpStatusCode.OK, started.StatusCode);
        Assert.Equal(("running", true), await NowAsync(started));

        using var list = await api.Client.GetAsync("/v1/experiments");
        var only = Assert.Single((await ApiFixture.JsonAsync(list)).GetProperty("experiments").EnumerateArray());
        Assert.Equal("More rows, more plays", only.GetProperty("experiment").GetProperty("hypothesis").GetString());
        using var again = await api.PostAsync("/v1/experiments", Whole, Json);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    [Fact]
    public async Task Experiment_WhenAnythingIsWrong_ListsEverythingAndChangesNothing()
    {
        await using var api = await ApiFixture.StartAsync();
        using var created = await api.PostAsync(
            "/v1/experiments",
            """
            {"key":"B!","variants":[{"key":"a","weight":0.5},{"key":"a","weight":0.4}],"metrics":["plays"],"coverage":2}
            """,
            Json);

        Assert.Equal(HttpStatusCode.BadRequest, created.StatusCode);
        var problem = await ApiFixture.JsonAsync(created);
        Assert.Equal("invalid_experiment", problem.GetProperty("code").GetString());
        var errors = problem.GetProperty("errors").EnumerateArray().ToList();
        Assert.Contains(errors, error => error.GetProperty("path").GetString() == "/key");
        Assert.Contains(errors, error => error.GetProperty("path").GetString() == "/coverage");
        Assert.All(errors, error => Assert.NotEmpty(error.GetProperty("remedy").GetString()!));
        Assert.All(errors, error => Assert.NotEmpty(error.GetProperty("code").GetString()!));
        Assert.Equal(0, api.Experiments.Current.Version);
    }

    [Fact]
    public async Task Experiment_WhenSomebodyElseEditedIt_IsNotOverwritten()
    {
        await using var api = await ApiFixture.StartAsync();
        using var created = await api.PostAsync("/v1/experiments", Whole, Json);
        var tag = created.Headers.ETag!.Tag;
        using var edited = await PutAsync(api, Whole.Replace("\"ann\"", "\"bob\""), tag);
        using var stale = await PutAsync(api, Whole.Replace("\"ann\"", "\"eve\""), tag);

        Assert.Equal(HttpStatusCode.OK, edited.StatusCode);
        Assert.NotEqual(tag, edited.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
        Assert.Equal("bob", api.Experiments.Current.Set.Find("rows")!.Owner);
    }

    [Fact]
    public async Task Experiment_WhenTheTransitionIsIllegal_SaysWhatMayFollow()
    {
        await using var api = await ApiFixture.StartAsync();
        using var created = await api.PostAsync("/v1/experiments", Whole, Json);
        using var stopped = await api.PostAsync("/v1/experiments/rows/stop", "", Json);

        Assert.Equal(HttpStatusCode.BadRequest, stopped.StatusCode);
        var error = Assert.Single((await ApiFixture.JsonAsync(stopped)).GetProperty("errors").EnumerateArray());
        Assert.Equal("transition", error.GetProperty("code").GetString());
        Assert.Contains("running", error.GetProperty("remedy").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Experiment_WhenTheSaltChangesWhileItRuns_IsRefused()
    {
        await using var api = await RunningAsync();
        using var edited = await PutAsync(
            api, Whole.Replace("\"owner\"", "\"state\":\"running\",\"salt\":\"other\",\"owner\""), null);

        Assert.Equal(HttpStatusCode.BadRequest, edited.StatusCode);
        var error = Assert.Single((await ApiFixture.JsonAsync(edited)).GetProperty("errors").EnumerateArray());
        Assert.Equal("running", error.GetProperty("code").GetString());
        Assert.Equal("/salt", error.GetProperty("path").GetString());
    }

    [Fact]
    public async Task Coverage_WhenRamped_IsTheNewOne()
    {
        await using var api = await RunningAsync();
        using var ramped = await api.PostAsync("/v1/experiments/rows/ramp", """{"coverage":0.25}""", Json);
        using var wrong = await api.PostAsync("/v1/experiments/rows/ramp", """{"coverage":2}""", Json);

        Assert.Equal(HttpStatusCode.OK, ramped.StatusCode);
        Assert.Equal(0.25, api.Experiments.Current.Find("rows")!.Coverage);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    [Fact]
    public async Task Parts_WhenPut_AreSharedUntilSomethingNeedsThem()
    {
        await using var api = await ApiFixture.StartAsync();
        using var metric = await api.PutAsync(
            "/v1/metrics/plays",
            """{"kind":"mean","numerator":{"eventTypes":["play"],"aggregation":"count"}}""", Json);
        using var layer = await api.PutAsync("/v1/layers/home", "{}", Json);
        using var holdout = await api.PutAsync("/v1/holdouts/none", """{"share":0.05}""", Json);
        using var parameter = await api.PutAsync("/v1/parameters/serving.relevance", "0.8", Json);
        foreach (var answer in (HttpResponseMessage[])[metric, layer, holdout, parameter])
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var created = await api.PostAsync(
            "/v1/experiments",
            Whole.Replace(
                "\"owner\"",
                "\"metrics\":[\"plays\"],\"layer\":{\"key\":\"home\",\"share\":0.5},\"holdouts\":[\"none\"],\"owner\""),
            Json);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);

        using var needed = await api.Client.DeleteAsync("/v1/metrics/plays");
        using var unknown = await api.Client.DeleteAsync("/v1/metrics/stops");
        using var read = await api.Client.GetAsync("/v1/metrics");

        Assert.Equal(HttpStatusCode.BadRequest, needed.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.True((await ApiFixture.JsonAsync(read)).GetProperty("metrics").TryGetProperty("plays", out _));
    }

    [Fact]
    public async Task Metric_WhenSqlCannotAnswerItsCondition_IsRefusedWithTheRemedy()
    {
        await using var api = await ApiFixture.StartAsync();
        using var refused = await api.PutAsync(
            "/v1/metrics/plays",
            """{"kind":"mean","numerator":{"eventTypes":["play"],"condition":{"device":{"$regex":"^t"}}}}""", Json);

        var problem = await Assertions.IsProblemAsync(refused, HttpStatusCode.BadRequest, "invalid_experiment");
        var error = Assert.Single(problem.GetProperty("errors").EnumerateArray());
        Assert.Equal("condition", error.GetProperty("code").GetString());
        Assert.Equal("/numerator/condition/device/$regex", error.GetProperty("path").GetString());
        Assert.Contains("$in", error.GetProperty("remedy").GetString(), StringComparison.Ordinal);
        Assert.Empty(api.Experiments.Current.Set.Metrics);
    }

    [Fact]
    public async Task Assignments_WhenAsked_HaveValuesAndReasons()
    {
        await using var api = await RunningAsync();
        using var other = await api.PostAsync(
            "/v1/experiments", Whole.Replace("\"rows\"", "\"gb\"").Replace("serving.relevance", "other.thing")
                .Replace("\"owner\"", "\"state\":\"running\",\"condition\":{\"country\":\"GB\"},\"owner\""), Json);
        Assert.Equal(HttpStatusCode.Created, other.StatusCode);

        using var plain = await api.Client.GetAsync("/v1/assignments/ann");
        using var british = await api.Client.GetAsync(
            "/v1/assignments/ann?attributes=" + Uri.EscapeDataString("""{"country":"GB"}"""));
        using var wrong = await api.Client.GetAsync("/v1/assignments/ann?attributes=[1]");

        var answer = await ApiFixture.JsonAsync(plain);
        var only = Assert.Single(answer.GetProperty("assignments").EnumerateArray());
        Assert.Equal("rows", only.GetProperty("experiment").GetString());
        Assert.Contains(
            answer.GetProperty("values").GetProperty("serving.relevance").GetDouble(), (double[])[0.8, 0.5]);
        var not = Assert.Single(answer.GetProperty("notAssigned").EnumerateArray());
        Assert.Equal("not-targeted", not.GetProperty("reason").GetString());
        Assert.Equal(2, (await ApiFixture.JsonAsync(british)).GetProperty("assignments").GetArrayLength());
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    [Fact]
    public async Task Assignments_WhenADeviceIsLinked_NameItsUser()
    {
        await using var api = await RunningAsync();
        api.Platform.Unit(UnitKey.Device("default", "tv")).Link = new DeviceLink("ann b", 1);
        using var response = await api.Client.GetAsync("/v1/devices/tv/assignments");
        var problem = await Assertions.IsProblemAsync(response, HttpStatusCode.NotFound, "device_linked");
        Assert.Equal("/v1/assignments/ann%20b", problem.GetProperty("profile").GetString());
    }

    [Fact]
    public async Task Exposures_WhenPosted_AreLoggedAndTheWrongOnesNamed()
    {
        await using var api = await RunningAsync();
        using var posted = await api.PostAsync(
            "/v1/exposures",
            """
            [{"userId":"ann","experiment":"rows","variant":"many","dimensions":{"device":"tv"}},
             {"userId":"ann","experiment":"none","variant":"many"},
             {"userId":"ann","experiment":"rows","variant":"few"},
             {"experiment":"rows","variant":"many"},
             {"userId":"ann","experiment":"rows","variant":"many","occurredAt":"soon"},
             7,
             {"userId":"\ud800","experiment":"rows","variant":"many"},
             {"userId":"ann","experiment":"rows","variant":"many","dimensions":{"\ud800":"tv"}},
             {"userId":"bob","variant":"few","experiment":"rows","variant":"many"},
             {"userId":"ann","experiment":"rows","variant":"many","dimensions":{"device":"phone"}}]
            """,
            Json);

        Assert.Equal(HttpStatusCode.Accepted, posted.StatusCode);
        var answer = await ApiFixture.JsonAsync(posted);
        Assert.Equal(2, answer.GetProperty("accepted").GetInt32());
        Assert.Equal(1, answer.GetProperty("duplicates").GetInt32());
        Assert.Equal(
            ["1 experiment", "2 variant", "3 unit", "4 occurredAt", "5 json", "6 unit", "7 dimensions"],
            answer.GetProperty("rejected").EnumerateArray().Select(of =>
                $"{of.GetProperty("index").GetInt32()} {of.GetProperty("code").GetString()}"));
        Assert.Equal(["ann", "bob"], api.Platform.Exposed.Values.Select(of => of.Unit.Id).Order());
        var ofAnn = api.Platform.Exposed.Values.Single(of => of.Unit == UnitKey.User("default", "ann"));
        var exposure = ((UnitRecord.Exposed)ofAnn.Record).Exposure;
        Assert.Equal(("rows", "many", "ann"), (exposure.Experiment, exposure.Variant, exposure.HashValue));
        Assert.Equal([new("device", "tv")], exposure.Dimensions.AsEnumerable());
    }

    private static async Task<ApiFixture> RunningAsync()
    {
        var api = await ApiFixture.StartAsync();
        using var created = await api.PostAsync(
            "/v1/experiments", Whole.Replace("\"owner\"", "\"state\":\"running\",\"owner\""), Json);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        return api;
    }

    private static async Task<HttpResponseMessage> PutAsync(ApiFixture api, string body, string? tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/v1/experiments/rows")
        {
            Content = new StringContent(body, null, Json),
        };
        if (tag is not null) request.Headers.TryAddWithoutValidation("If-Match", tag);
        return await api.Client.SendAsync(request);
    }

    private static async Task<(string? State, bool Assigns)> NowAsync(HttpResponseMessage answer)
    {
        var now = (await ApiFixture.JsonAsync(answer)).GetProperty("now");
        return (now.GetProperty("state").GetString(), now.GetProperty("assigns").GetBoolean());
    }
}
