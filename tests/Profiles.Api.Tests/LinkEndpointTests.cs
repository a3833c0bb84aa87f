using System.Net;
using Profiles.Contracts;
using Profiles.Core.Units;

namespace Profiles.Api.Tests;

public sealed class LinkEndpointTests
{
    [Fact]
    public async Task Link_WhenRepeated_AnswersTheSame()
    {
        await using var api = await ApiFixture.StartAsync();
        for (var i = 0; i < 2; i++)
        {
            using var response = await LinkAsync(api, "u1", "d1");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            var answer = await ApiFixture.JsonAsync(response);
            Assert.Equal("u1", answer.GetProperty("userId").GetString());
            Assert.Equal("d1", answer.GetProperty("deviceId").GetString());
            Assert.True(ReadToken.TryParse(answer.GetProperty("token").GetString(), out _));
        }
    }

    [Fact]
    public async Task Link_WhenTheDeviceIsAnothersAlready_Answers409WithTheRemedy()
    {
        await using var api = await ApiFixture.StartAsync();
        using var first = await LinkAsync(api, "u 1", "d1");
        using var second = await LinkAsync(api, "u2", "d1");
        var problem = await Assertions.IsProblemAsync(second, HttpStatusCode.Conflict, "linked_elsewhere");
        Assert.Contains("DELETE /v1/profiles/u%201/link/d1", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Link_WhenNotFoldedInTime_Answers503()
    {
        await using var api = await ApiFixture.StartAsync();
        api.Platform.IsReached = false;
        using var response = await LinkAsync(api, "u1", "d1");
        await Assertions.IsProblemAsync(response, HttpStatusCode.ServiceUnavailable, "not_folded_yet");
    }

    [Theory]
    [InlineData("", "json")]
    [InlineData("{}", "json")]
    [InlineData("{\"deviceId\":null}", "json")]
    [InlineData("{\"deviceId\":\"\"}", "empty_id")]
    public async Task Link_WhenTheDeviceIsNotNamed_Answers400(string body, string code)
    {
        await using var api = await ApiFixture.StartAsync();
        using var response = await api.PostAsync("/v1/profiles/u1/link", body, "application/json");
        await Assertions.IsProblemAsync(response, HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task Unlink_WhenLinked_FreesTheDevice()
    {
        await using var api = await ApiFixture.StartAsync();
        using var linked = await LinkAsync(api, "u1", "d/1");
        var path = new Uri(api.Address.OriginalString + "/v1/profiles/u1/link/d%2F1");
        for (var i = 0; i < 2; i++)
        {
            using var response = await api.Client.DeleteAsync(path);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.Null(api.Platform.Unit(UnitKey.Device("default", "d/1")).Link.UserId);
    }

    [Fact]
    public async Task Unlink_WhenTheDeviceIsAnothers_Answers409()
    {
        await using var api = await ApiFixture.StartAsync();
        using var linked = await LinkAsync(api, "u1", "d1");
        using var response = await api.Client.DeleteAsync("/v1/profiles/u2/link/d1");
        await Assertions.IsProblemAsync(response, HttpStatusCode.Conflict, "linked_elsewhere");
    }

    private static Task<HttpResponseMessage> LinkAsync(ApiFixture api, string userId, string deviceId) => api.PostAsync(
        $"/v1/profiles/{Uri.EscapeDataString(userId)}/link", $$"""{"deviceId":"{{deviceId}}"}""", "application/json");
}
