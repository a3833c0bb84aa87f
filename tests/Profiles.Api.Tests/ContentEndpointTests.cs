using System.Net;

namespace Profiles.Api.Tests;

public sealed class ContentEndpointTests
{
    private const string Movie =
        """{"id":"m/1","kind":"movie","title":"Fantômas","genres":["Crime"],"releasedAt":"1913-01-01T00:00:00Z"}""";

    [Fact]
    public async Task Content_WhenPut_IsAnswered()
    {
        await using var api = await ApiFixture.StartAsync();
        using var put = await api.PutAsync("/v1/content", Movie, "application/json");
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.Equal(1, (await ApiFixture.JsonAsync(put)).GetProperty("accepted").GetInt32());

        using var get = await api.Client.GetAsync(new Uri(api.Address.OriginalString + "/v1/content/m%2F1"));
        var content = await ApiFixture.JsonAsync(get);
        Assert.Equal("Fantômas", content.GetProperty("title").GetString());
        Assert.Equal("movie", content.GetProperty("kind").GetString());
        Assert.Equal(1913, content.GetProperty("releasedAt").GetDateTimeOffset().Year);
    }

    [Fact]
    public async Task Content_WhenRepeated_CountsAsDuplicate()
    {
        await using var api = await ApiFixture.StartAsync();
        using var first = await api.PutAsync("/v1/content", Movie, "application/json");
        using var second = await api.PutAsync("/v1/content", $"[{Movie}]", "application/json");
        var answer = await ApiFixture.JsonAsync(second);
        Assert.Equal((0, 1), (answer.GetProperty("accepted").GetInt32(), answer.GetProperty("duplicates").GetInt32()));
    }

    [Fact]
    public async Task Content_WhenSomeIsBad_KeepsTheRest()
    {
        await using var api = await ApiFixture.StartAsync();
        using var put = await api.PutAsync(
            "/v1/content", $"{Movie.Replace("movie", "opera")}\n{Movie}\n", "application/x-ndjson");
        var answer = await ApiFixture.JsonAsync(put);
        Assert.Equal(1, answer.GetProperty("accepted").GetInt32());
        var rejection = Assert.Single(answer.GetProperty("rejected").EnumerateArray());
        Assert.Equal((0, "unknown_content_kind"), (
            rejection.GetProperty("index").GetInt32(), rejection.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Content_WhenUnknown_Answers404()
    {
        await using var api = await ApiFixture.StartAsync();
        using var response = await api.Client.GetAsync("/v1/content/none");
        await Assertions.IsProblemAsync(response, HttpStatusCode.NotFound, "unknown_content");
    }

    [Fact]
    public async Task Content_WhenTheDiskIsFull_Answers503()
    {
        await using var api = await ApiFixture.StartAsync();
        api.Platform.CatalogueFault = new IOException("No space left on device.");
        using var response = await api.PutAsync("/v1/content", Movie, "application/json");
        await Assertions.IsProblemAsync(response, HttpStatusCode.ServiceUnavailable, "storage-unavailable");
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Content_WhenUnreadable_Answers400()
    {
        await using var api = await ApiFixture.StartAsync();
        using var response = await api.PutAsync("/v1/content", "{oops", "application/json");
        await Assertions.IsProblemAsync(response, HttpStatusCode.BadRequest, "malformed_json");
    }
}
