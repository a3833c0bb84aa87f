using System.Net;
using System.Text.Json;
using Profiles.Api.Tests.Fakes;
using Profiles.Core.Segments;
using Profiles.Core.Units;

namespace Profiles.Api.Tests;

public sealed class SegmentEndpointTests
{
    private const string Json = "application/json";

    [Fact]
    public async Task Segments_WhenPut_AreReadBackInOrder()
    {
        await using var api = await ApiFixture.StartAsync();
        using var put = await api.PutAsync(
            "/v1/segments",
            """
            [{"key":"fans","name":"Fans","description":"Many plays","when":{"counters.plays":{"$gte":5}}},
             {"key":"all","when":{}}]
            """,
            Json);
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);

        using var get = await api.Client.GetAsync("/v1/segments");
        var answer = await ApiFixture.JsonAsync(get);
        Assert.Equal(1, answer.GetProperty("version").GetInt64());
        Assert.Equal("\"1\"", get.Headers.ETag?.Tag);
        var (all, fans) = (answer.GetProperty("segments")[0], answer.GetProperty("segments")[1]);
        Assert.Equal(("all", "all"), (all.GetProperty("key").GetString(), all.GetProperty("name").GetString()));
        Assert.Equal("Many plays", fans.GetProperty("description").GetString());
        Assert.Equal(5, fans.GetProperty("when").GetProperty("counters.plays").GetProperty("$gte").GetInt32());
    }

    [Fact]
    public async Task Segments_WhenAnythingIsWrong_ChangeNothingAndListEverything()
    {
        await using var api = await ApiFixture.StartAsync();
        using var put = await api.PutAsync(
            "/v1/segments", """[{"key":"ok","when":{}},{"key":"B","when":{"counters.play":1,"userId":{"$gtt":1}}}]""",
            Json);
        Assert.Equal(HttpStatusCode.BadRequest, put.StatusCode);
        Assert.Equal("application/problem+json", put.Content.Headers.ContentType?.MediaType);
        var problem = await ApiFixture.JsonAsync(put);
        Assert.Equal("invalid_segments", problem.GetProperty("code").GetString());
        Assert.Equal(
            ["/1/key", "/1/when/counters.play", "/1/when/userId/$gtt"],
            problem.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("path").GetString()));
        Assert.All(problem.GetProperty("errors").EnumerateArray(), error =>
        {
            Assert.NotEmpty(error.GetProperty("value").GetString()!);
            Assert.NotEmpty(error.GetProperty("remedy").GetString()!);
        });

        using var get = await api.Client.GetAsync("/v1/segments");
        Assert.Equal(0, (await ApiFixture.JsonAsync(get)).GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task Segment_WhenPutAndRemovedByItsKey_ComesAndGoes()
    {
        await using var api = await ApiFixture.StartAsync();
        using var put = await api.PutAsync("/v1/segments/vip", """{"when":{"userId":{"$in":["ann"]}}}""", Json);
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        var vip = (await ApiFixture.JsonAsync(put)).GetProperty("segments")[0];
        Assert.Equal("vip", vip.GetProperty("key").GetString());
        using var removed = await api.Client.DeleteAsync("/v1/segments/vip");
        Assert.Equal(HttpStatusCode.OK, removed.StatusCode);
        using var again = await api.Client.DeleteAsync("/v1/segments/vip");
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Theory]
    [InlineData("/v1/segments/Vip", """{"when":{}}""", Json, HttpStatusCode.BadRequest, "invalid_segments")]
    [InlineData("/v1/segments/vip", """{"key":"x","when":{}}""", Json, HttpStatusCode.BadRequest, "invalid_segments")]
    [InlineData("/v1/segments/vip", """{"when":{}""", Json, HttpStatusCode.BadRequest, "json")]
    [InlineData("/v1/segments", """[] []""", Json, HttpStatusCode.BadRequest, "json")]
    [InlineData("/v1/segments", "", Json, HttpStatusCode.BadRequest, "json")]
    [InlineData("/v1/segments", "[]", "text/plain", HttpStatusCode.UnsupportedMediaType, "media_type")]
    public async Task Segments_WhenTheRequestIsNone_AreRefusedByName(
        string path, string body, string mediaType, HttpStatusCode status, string code)
    {
        await using var api = await ApiFixture.StartAsync();
        using var put = await api.PutAsync(path, body, mediaType);
        Assert.Equal(status, put.StatusCode);
        Assert.Equal(code, (await ApiFixture.JsonAsync(put)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Segments_WhenThereIsNoRoom_Answer409()
    {
        await using var api = await ApiFixture.StartAsync();
        var list = string.Join(
            ',', Enumerable.Range(0, SegmentLimits.MaxSegments).Select(n => $"{{\"key\":\"s{n}\",\"when\":{{}}}}"));
        using var all = await api.PutAsync("/v1/segments", $"[{list}]", Json);
        Assert.Equal(HttpStatusCode.OK, all.StatusCode);
        using var more = await api.PutAsync("/v1/segments/more", """{"when":{}}""", Json);
        Assert.Equal(HttpStatusCode.Conflict, more.StatusCode);
    }

    [Fact]
    public async Task Profile_WhenItsSegmentsChange_HasAnotherTag()
    {
        await using var api = await ApiFixture.StartAsync();
        var unit = api.Platform.Unit(UnitKey.User("default", "ann"));
        unit.Profile = SomeProfile.Full() with { Segments = ["a", "b"] };
        using var first = await api.Client.GetAsync("/v1/profiles/ann");
        var shown = (await ApiFixture.JsonAsync(first)).GetProperty("segments");
        Assert.Equal(["a", "b"], shown.EnumerateArray().Select(key => key.GetString()));
        unit.Profile = SomeProfile.Full() with { Segments = ["a"] };
        using var second = await api.Client.GetAsync("/v1/profiles/ann");
        Assert.NotEqual(first.Headers.ETag, second.Headers.ETag);
    }

    [Fact]
    public async Task Attributes_WhenListed_HaveNameTypeAndSummary()
    {
        await using var api = await ApiFixture.StartAsync();
        using var response = await api.Client.GetAsync("/v1/attributes");
        var attributes = (await ApiFixture.JsonAsync(response)).GetProperty("attributes").EnumerateArray().ToList();
        Assert.Equal(ProfileAttributes.Schema.Attributes.Length, attributes.Count);
        var recent = attributes.Single(item => item.GetProperty("name").GetString() == "recent");
        Assert.Equal("records", recent.GetProperty("type").GetString());
        Assert.Equal(JsonValueKind.Array, recent.GetProperty("members").ValueKind);
    }
}
