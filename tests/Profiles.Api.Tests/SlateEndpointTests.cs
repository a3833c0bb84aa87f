using System.Net;
using System.Text.Json;
using Profiles.Contracts;
using Profiles.Core.Content;
using Profiles.Core.Slates;
using Profiles.Core.Units;

namespace Profiles.Api.Tests;

public sealed class SlateEndpointTests
{
    private static readonly UnitKey Ann = UnitKey.User("default", "ann");

    [Fact]
    public async Task Next_WhenAsked_AnswersTheSlate()
    {
        await using var api = await ApiFixture.StartAsync();
        api.Platform.Unit(Ann).Slate = new Slate(
            "1~home~1~2~3~v", "v", SlateSurface.New,
            [
                new SlateItem(
                    "m/1", 4, 1.5f, SlateSource.BecauseYouWatched, SlateReason.BecauseYouWatched, "m2",
                    "because you watched \"M\"", 0.25f),
            ],
            [], true, false, "a note");

        using var response = await api.Client.GetAsync(
            "/v1/profiles/ann/next?limit=7&surface=new&device=tv&territory=GB&maxMaturity=PG-13");

        var slate = await ApiFixture.JsonAsync(response);
        Assert.Equal(
            """{"slateId":"1~home~1~2~3~v","modelVersion":"v","surface":"new","fallback":true,"coldStart":false,"""
            + """ "note":"a note","items":[{"contentId":"m/1","score":1.5,"source":"because-you-watched","""
            + """ "reason":"because you watched \"M\"","reasonCode":"because-you-watched","because":"m2","""
            + """ "propensity":0.25}],"assignments":[]}""",
            slate.GetRawText().Replace(",\"note", ", \"note", StringComparison.Ordinal)
                .Replace(",\"reason\"", ", \"reason\"", StringComparison.Ordinal)
                .Replace(",\"propensity", ", \"propensity", StringComparison.Ordinal));
        Assert.Equal(new NextRequest(7, SlateSurface.New, "tv", "GB", 13), api.Platform.Unit(Ann).Asked);
        Assert.True(response.Headers.CacheControl is { NoStore: true, Private: true });
    }

    [Fact]
    public async Task Next_WhenNothingIsSaid_AsksForTwentyOfTheHomePage()
    {
        await using var api = await ApiFixture.StartAsync();

        using var response = await api.Client.GetAsync("/v1/profiles/ann/next");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(new NextRequest(20, SlateSurface.Home), api.Platform.Unit(Ann).Asked);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("limit=", "limit")]
    [InlineData("limit=99999999999", "limit")]
    [InlineData("surface=attic", "surface")]
    [InlineData("surface=", "surface")]
    [InlineData("model=none-such", "model")]
    [InlineData("maxMaturity=unheard", "maxMaturity")]
    [InlineData("territory=", "territory")]
    [InlineData("device=", "device")]
    [InlineData("limit=5&limit=6", "contradictory_parameters")]
    [InlineData("surface=new&surface=live", "contradictory_parameters")]
    [InlineData("territory=GB&territory=US", "contradictory_parameters")]
    [InlineData("after=nonsense", "invalid_token")]
    public async Task Next_WhenAParameterIsWrong_RefusesItByName(string query, string code)
    {
        await using var api = await ApiFixture.StartAsync();

        foreach (var unit in (string[])["profiles/ann", "devices/tv"])
        {
            using var response = await api.Client.GetAsync($"/v1/{unit}/next?{query}");
            await Assertions.IsProblemAsync(response, HttpStatusCode.BadRequest, code);
        }
    }

    [Fact]
    public async Task Next_WhenTheTokenIsNotReached_SaysSo()
    {
        await using var api = await ApiFixture.StartAsync();
        api.Platform.IsReached = false;

        using var response = await api.Client.GetAsync($"/v1/profiles/ann/next?after={api.Platform.Position()}");

        await Assertions.IsProblemAsync(response, HttpStatusCode.ServiceUnavailable, "not_folded_yet");
    }

    [Fact]
    public async Task Next_WhenADeviceIsLinked_NamesItsUser()
    {
        await using var api = await ApiFixture.StartAsync();
        api.Platform.Unit(UnitKey.Device("default", "tv")).Link = new DeviceLink("ann", 1);

        using var response = await api.Client.GetAsync("/v1/devices/tv/next");

        var problem = await Assertions.IsProblemAsync(response, HttpStatusCode.NotFound, "device_linked");
        Assert.Equal("/v1/profiles/ann/next", problem.GetProperty("profile").GetString());
    }

    [Fact]
    public async Task Profile_WhenAModelServes_HasTheEmbedding()
    {
        await using var api = await ApiFixture.StartAsync();
        api.Platform.Unit(Ann).Profile = Fakes.SomeProfile.Full();
        api.Platform.Unit(Ann).Embedding = new Embedding("v7", [0.5f, -1]);

        using var response = await api.Client.GetAsync("/v1/profiles/ann");

        var embedding = (await ApiFixture.JsonAsync(response)).GetProperty("embedding");
        Assert.Equal("""{"modelVersion":"v7","vector":[0.5,-1]}""", embedding.GetRawText());
    }

    [Fact]
    public async Task Similar_WhenAsked_AnswersWhatIsLikeIt()
    {
        await using var api = await ApiFixture.StartAsync();
        foreach (var id in (string[])["a/1", "b", "c"])
        {
            api.Platform.Index.Upsert(
                new ContentItem { Id = id, Kind = ContentKind.Movie, Title = id, Genres = ["Drama"] }, 1);
        }

        using var response = await api.Client.GetAsync("/v1/content/a%2F1/similar?limit=1");

        var answer = await ApiFixture.JsonAsync(response);
        Assert.Equal("a/1", answer.GetProperty("contentId").GetString());
        var item = Assert.Single(answer.GetProperty("items").EnumerateArray());
        Assert.Equal("b", item.GetProperty("contentId").GetString());
        using var unknown = await api.Client.GetAsync("/v1/content/nowhere/similar");
        await Assertions.IsProblemAsync(unknown, HttpStatusCode.NotFound, "unknown_content");
        using var limited = await api.Client.GetAsync("/v1/content/b/similar?limit=0");
        await Assertions.IsProblemAsync(limited, HttpStatusCode.BadRequest, "limit");
    }

    [Fact]
    public async Task Rank_WhenAsked_PassesTheContentsOn()
    {
        await using var api = await ApiFixture.StartAsync();

        using var response = await PostAsync(api, """{"userId":"ann","contentIds":["a","b"],"territory":"GB"}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var asked = api.Platform.Unit(Ann).Ranked!;
        Assert.Equal(["a", "b"], asked.ContentIds);
        Assert.Equal("GB", asked.Territory);
        var answer = await ApiFixture.JsonAsync(response);
        Assert.Equal("nowhere", answer.GetProperty("unknown")[0].GetString());
    }

    [Theory]
    [InlineData("""{"contentIds":["a"]}""", "missing_unit")]
    [InlineData("""{"userId":"a","deviceId":"b","contentIds":["a"]}""", "contradictory_parameters")]
    [InlineData("""{"userId":"","contentIds":["a"]}""", "empty_id")]
    [InlineData("""{"userId":"a","contentIds":[null]}""", "contentIds")]
    [InlineData("""{"userId":"a"}""", "json")]
    [InlineData("""{"userId":"a","contentIds":["a"],"territory":""}""", "territory")]
    [InlineData("not json", "json")]
    public async Task Rank_WhenTheBodyIsWrong_RefusesItByName(string body, string code)
    {
        await using var api = await ApiFixture.StartAsync();

        using var response = await PostAsync(api, body);

        await Assertions.IsProblemAsync(response, HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task Rank_WhenThereAreTooManyContents_RefusesThem()
    {
        await using var api = await ApiFixture.StartAsync();
        var ids = JsonSerializer.Serialize(Enumerable.Range(0, 1001).Select(n => $"c{n}"));

        using var response = await PostAsync(api, $$"""{"userId":"ann","contentIds":{{ids}}}""");

        await Assertions.IsProblemAsync(response, HttpStatusCode.BadRequest, "contentIds");
    }

    [Fact]
    public async Task Models_WhenChanged_PassTheChangeOn()
    {
        await using var api = await ApiFixture.StartAsync();

        using var promoted = await api.PostAsync("/v1/models/v2/promote", "", "application/json");
        using var forced = await api.PostAsync("/v1/models/v2/promote?force=true", "", "application/json");
        using var back = await api.PostAsync("/v1/models/rollback", "", "application/json");
        using var shadow = await api.PutAsync("/v1/models/shadow", """{"version":"v3"}""", "application/json");
        using var none = await api.PutAsync("/v1/models/shadow", """{"version":null}""", "application/json");

        Assert.All(
            (HttpResponseMessage[])[promoted, forced, back, shadow, none],
            response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        Assert.Equal(
            ["promote v2 False", "promote v2 True", "rollback", "shadow v3", "shadow none"], api.Serving.Changes);
        api.Serving.Accepts = false;
        using var refused = await api.PostAsync("/v1/models/v2/promote", "", "application/json");
        await Assertions.IsProblemAsync(refused, HttpStatusCode.Conflict, "model_refused");
        using var listed = await api.Client.GetAsync("/v1/models");
        Assert.Equal("untrained", (await ApiFixture.JsonAsync(listed)).GetProperty("serving").GetString());
    }

    private static Task<HttpResponseMessage> PostAsync(ApiFixture api, string body) =>
        api.PostAsync("/v1/rank", body, "application/json");
}
