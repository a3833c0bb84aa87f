using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Profiles.Api.Tests.Fakes;
using Profiles.Contracts;
using Profiles.Core.Units;

namespace Profiles.Api.Tests;

public sealed class ProfileEndpointTests
{
    private static readonly string Token = new ReadToken([new ReadPosition(2, 17)], coversDevices: false).ToString();

    [Fact]
    public async Task Profile_WhenKnown_HasTheContractsShape()
    {
        await using var api = await ApiFixture.StartAsync();
        api.Platform.Unit(UnitKey.User("default", "u1")).Profile = SomeProfile.Full();
        using var response = await api.Client.GetAsync("/v1/profiles/u1");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        var profile = await ApiFixture.JsonAsync(response);
        Assert.Equal("u1", profile.GetProperty("userId").GetString());
        Assert.Equal(3, profile.GetProperty("version").GetInt64());
        Assert.Equal("2025-03-01T20:15:30.25Z", profile.GetProperty("lastEventAt").GetString());
        var counters = profile.GetProperty("counters");
        Assert.Equal((3, 1, 1, 5400.5), (
            counters.GetProperty("events").GetInt32(), counters.GetProperty("plays").GetInt32(),
            counters.GetProperty("completes").GetInt32(), counters.GetProperty("watchSeconds").GetDouble()));
        var genres = profile.GetProperty("affinities").GetProperty("genres");
        Assert.Equal("Crime \"noir\"", genres[1].GetProperty("key").GetString());
        var recent = profile.GetProperty("recent")[0];
        Assert.Equal("0054890", recent.GetProperty("contentId").GetString());
        Assert.False(recent.GetProperty("completed").GetBoolean());
        Assert.Equal(JsonValueKind.Null, profile.GetProperty("recent")[1].GetProperty("positionSeconds").ValueKind);
        Assert.Equal(0, profile.GetProperty("segments").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, profile.GetProperty("embedding").ValueKind);
    }

    [Fact]
    public async Task Profile_WhenItsTagIsPresented_Answers304()
    {
        await using var api = await ApiFixture.StartAsync();
        var unit = api.Platform.Unit(UnitKey.User("default", "u1"));
        unit.Profile = SomeProfile.Full();
        using var first = await api.Client.GetAsync("/v1/profiles/u1");
        var tag = first.Headers.ETag!;
        Assert.False(tag.IsWeak);

        using var same = await GetAsync(api, tag);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Equal(tag, same.Headers.ETag);
        Assert.Empty(await same.Content.ReadAsByteArrayAsync());
        unit.Profile = SomeProfile.Full(version: 4);
        using var changed = await GetAsync(api, tag);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("\"other\", W/{0}")]
    public async Task Profile_WhenAListOfTagsNamesIt_Answers304(string header)
    {
        await using var api = await ApiFixture.StartAsync();
        api.Platform.Unit(UnitKey.User("default", "u1")).Profile = SomeProfile.Full();
        using var first = await api.Client.GetAsync("/v1/profiles/u1");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/profiles/u1");
        request.Headers.TryAddWithoutValidation("If-None-Match", string.Format(header, first.Headers.ETag));
        using var second = await api.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task Profile_WhenUnknown_Answers404()
    {
        await using var api = await ApiFixture.StartAsync();
        using var response = await api.Client.GetAsync("/v1/profiles/nobody");
        await Assertions.IsProblemAsync(response, HttpStatusCode.NotFound, "unknown_user");
    }

    [Fact]
    public async Task Profile_WhenAfterIsNoToken_Answers400()
    {
        await using var api = await ApiFixture.StartAsync();
        using var response = await api.Client.GetAsync("/v1/profiles/u1?after=!");
        await Assertions.IsProblemAsync(response, HttpStatusCode.BadRequest, "invalid_token");
    }

    [Fact]
    public async Task Profile_WhenAfterIsNotReached_Answers503()
    {
        await using var api = await ApiFixture.StartAsync();
        api.Platform.IsReached = false;
        using var response = await api.Client.GetAsync($"/v1/profiles/u1?after={Token}");
        await Assertions.IsProblemAsync(response, HttpStatusCode.ServiceUnavailable, "not_folded_yet");
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Theory]
    [InlineData("a%2Fb", "a/b")]
    [InlineData("a%252Fb", "a%2Fb")]
    [InlineData("%C3%A0%20b", "à b")]
    [InlineData("a+b", "a+b")]
    public async Task Profile_WhenItsIdIsEncoded_IsDecodedOnce(string path, string id)
    {
        await using var api = await ApiFixture.StartAsync();
        api.Platform.Unit(UnitKey.User("default", id)).Profile = SomeProfile.Full();
        using var response = await api.Client.GetAsync(new Uri(api.Address.OriginalString + "/v1/profiles/" + path));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(id, (await ApiFixture.JsonAsync(response)).GetProperty("userId").GetString());
    }

    [Fact]
    public async Task Profile_WhenItsIdIsTooLong_Answers400()
    {
        await using var api = await ApiFixture.StartAsync();
        using var response = await api.Client.GetAsync("/v1/profiles/" + new string('x', 257));
        await Assertions.IsProblemAsync(response, HttpStatusCode.BadRequest, "field_too_large");
    }

    [Fact]
    public async Task Device_WhenNotLinked_HasItsProfile()
    {
        await using var api = await ApiFixture.StartAsync();
        api.Platform.Unit(UnitKey.Device("default", "d1")).Profile = SomeProfile.Full();
        using var response = await api.Client.GetAsync("/v1/devices/d1");
        Assert.Equal("d1", (await ApiFixture.JsonAsync(response)).GetProperty("deviceId").GetString());
    }

    [Fact]
    public async Task Device_WhenLinked_NamesTheUsersProfile()
    {
        await using var api = await ApiFixture.StartAsync();
        api.Platform.Unit(UnitKey.Device("default", "d1")).Link = new DeviceLink("u 1", 1);
        using var response = await api.Client.GetAsync("/v1/devices/d1");
        var problem = await Assertions.IsProblemAsync(response, HttpStatusCode.NotFound, "device_linked");
        Assert.Equal("/v1/profiles/u%201", problem.GetProperty("profile").GetString());
    }

    [Fact]
    public async Task Profile_WhenDescribed_HasTheMembersThatItAnswers()
    {
        await using var api = await ApiFixture.StartAsync();
        api.Platform.Unit(UnitKey.User("default", "u1")).Profile = SomeProfile.Full();
        using var response = await api.Client.GetAsync("/v1/profiles/u1");
        using var description = await api.Client.GetAsync("/openapi/v1.json");
        var answered = Names(await ApiFixture.JsonAsync(response));
        var described = Names((await ApiFixture.JsonAsync(description)).GetProperty("components").GetProperty("schemas")
            .GetProperty("ProfileAnswer").GetProperty("properties"));
        Assert.Equal(answered, described);
    }

    private static List<string> Names(JsonElement element) =>
        [.. element.EnumerateObject().Select(member => member.Name)];

    private static async Task<HttpResponseMessage> GetAsync(ApiFixture api, EntityTagHeaderValue tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/profiles/u1");
        request.Headers.IfNoneMatch.Add(tag);
        return await api.Client.SendAsync(request);
    }
}
