using System.Net;
using System.Text.Json;
using Profiles.Contracts;
using Profiles.Core.Features;
using Profiles.Core.Folding;
using Profiles.Core.Units;

namespace Profiles.Api.Tests;

public sealed class FeatureEndpointTests
{
    private const string Json = "application/json";

    [Fact]
    public async Task Features_WhenTheUserIsUnknown_AreThoseOfNothing()
    {
        await using var api = await ApiFixture.StartAsync();
        using var response = await api.Client.GetAsync("/v1/features/nobody?view=viewer-core&at=2026-01-31T20:00:00Z");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var answer = await ApiFixture.JsonAsync(response);
        Assert.Equal("viewer-core@1", answer.GetProperty("view").GetString());
        Assert.Equal("2026-01-31T20:00:00Z", answer.GetProperty("at").GetString());
        Assert.False(answer.GetProperty("known").GetBoolean());
        Assert.Equal(answer.GetProperty("names").GetArrayLength(), answer.GetProperty("values").GetArrayLength());
        Assert.Equal(8760, ValueOf(answer, "hoursSinceLastEvent").GetDouble());
        Assert.Equal("", ValueOf(answer, "genre1").GetString());
        Assert.Equal(168, ValueOf(answer, "hourOfWeekShares").GetArrayLength());
    }

    [Fact]
    public async Task Features_WhenOfADevice_NameIt()
    {
        await using var api = await ApiFixture.StartAsync();
        api.Platform.Unit(UnitKey.Device("default", "tv 1")).Folded = new Profile { Version = 3 };
        using var response = await api.Client.GetAsync("/v1/devices/tv%201/features?view=viewer-core");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var answer = await ApiFixture.JsonAsync(response);
        Assert.Equal("tv 1", answer.GetProperty("deviceId").GetString());
        Assert.False(answer.TryGetProperty("userId", out _));
        Assert.True(answer.GetProperty("known").GetBoolean());
        Assert.Equal(3, answer.GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task Features_WhenADeviceIsLinked_NameItsUser()
    {
        await using var api = await ApiFixture.StartAsync();
        api.Platform.Unit(UnitKey.Device("default", "tv")).Link = new DeviceLink("ann b", 1);
        using var response = await api.Client.GetAsync("/v1/devices/tv/features?view=viewer-core");
        var problem = await Assertions.IsProblemAsync(response, HttpStatusCode.NotFound, "device_linked");
        Assert.Equal("/v1/features/ann%20b", problem.GetProperty("profile").GetString());
    }

    [Fact]
    public async Task Features_WhenAskedForRows_AnswerEachInOrder()
    {
        await using var api = await ApiFixture.StartAsync();
        api.Platform.Unit(UnitKey.User("default", "ann")).Folded = new Profile { Version = 3 };
        using var users = await api.PostAsync(
            "/v1/features", """{"view":"viewer-core@1","userIds":["bob","ann","bob"]}""", Json);
        var rows = (await ApiFixture.JsonAsync(users)).GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(["bob", "ann", "bob"], rows.Select(row => row.GetProperty("userId").GetString()));
        Assert.Equal([false, true, false], rows.Select(row => row.GetProperty("known").GetBoolean()));

        using var pairs = await api.PostAsync(
            "/v1/features",
            """
            {"view":"viewer-content","at":"2026-01-31T20:00:00Z",
             "rows":[{"userId":"ann","contentId":"a"},{"userId":"ann","contentId":"b"}]}
            """,
            Json);
        rows = [.. (await ApiFixture.JsonAsync(pairs)).GetProperty("rows").EnumerateArray()];
        Assert.Equal(["a", "b"], rows.Select(row => row.GetProperty("contentId").GetString()));
        Assert.All(rows, row => Assert.False(row.GetProperty("values")[0].GetBoolean()));
    }

    [Theory]
    [InlineData("""{"view":"viewer-cor","userIds":["a"]}""", "/view")]
    [InlineData("""{"view":"viewer-core","userIds":[]}""", "/userIds")]
    [InlineData("""{"view":"viewer-core","userIds":["a",""]}""", "/userIds/1")]
    [InlineData("""{"view":"viewer-core","userIds":["a"],"rows":[]}""", "/rows")]
    [InlineData("""{"view":"viewer-core"}""", "/userIds")]
    [InlineData("""{"view":"viewer-core","at":"now","userIds":["a"]}""", "/at")]
    [InlineData("""{"view":"viewer-core","when":1,"userIds":["a"]}""", "/when")]
    [InlineData("""{"view":"viewer-content","rows":[{"userId":"a"}]}""", "/rows/0/contentId")]
    [InlineData("""{"view":"viewer-core","rows":[{"userId":"a","contentId":"c"}]}""", "/rows/0/contentId")]
    [InlineData("""{"view":"viewer-core","rows":[7]}""", "/rows/0/userId")]
    [InlineData("[]", "")]
    public async Task Features_WhenTheBatchIsWrong_AreRefusedByName(string body, string path)
    {
        await using var api = await ApiFixture.StartAsync();
        using var response = await api.PostAsync("/v1/features", body, Json);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await ApiFixture.JsonAsync(response);
        Assert.Equal("invalid_features", problem.GetProperty("code").GetString());
        var errors = problem.GetProperty("errors").EnumerateArray();
        Assert.Contains(path, errors.Select(error => error.GetProperty("path").GetString()));
    }

    [Fact]
    public async Task Features_WhenThereAreTooManyRows_AreRefused()
    {
        await using var api = await ApiFixture.StartAsync();
        var many = string.Join(',', Enumerable.Repeat("\"a\"", 1001));
        using var response = await api.PostAsync(
            "/v1/features", $"{{\"view\":\"viewer-core\",\"userIds\":[{many}]}}", Json);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("/v1/features/ann")]
    [InlineData("/v1/features/ann?view=nothing-like-it")]
    [InlineData("/v1/features/ann?view=viewer-content")]
    [InlineData("/v1/features/ann?view=viewer-core&at=x")]
    [InlineData("/v1/features/ann?view=viewer-core&after=x")]
    [InlineData("/v1/devices/tv/features?view=viewer-content")]
    [InlineData("/v1/devices/tv/features?view=viewer-core&after=x")]
    public async Task Feature_WhenTheQuestionIsWrong_IsRefused(string path)
    {
        await using var api = await ApiFixture.StartAsync();
        using var response = await api.Client.GetAsync(path);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Views_WhenListed_DeclareEveryFeature()
    {
        await using var api = await ApiFixture.StartAsync();
        using var response = await api.Client.GetAsync("/v1/features");
        var views = (await ApiFixture.JsonAsync(response)).GetProperty("views");
        Assert.Equal(FeatureViews.All.Length, views.GetArrayLength());
        Assert.Equal("events", views[0].GetProperty("features")[0].GetProperty("name").GetString());
    }

    private static JsonElement ValueOf(JsonElement answer, string name)
    {
        var names = answer.GetProperty("names").EnumerateArray().Select(item => item.GetString()).ToList();
        return answer.GetProperty("values")[names.IndexOf(name)];
    }
}
