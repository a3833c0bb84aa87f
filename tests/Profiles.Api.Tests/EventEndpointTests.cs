using System.Net;
using System.Net.Sockets;
using System.Text;
using Profiles.Contracts;
using Profiles.Core.Events;

namespace Profiles.Api.Tests;

public sealed class EventEndpointTests
{
    private const string Ndjson = "application/x-ndjson";

    [Fact]
    public async Task Events_WhenNdjson_AreAcceptedWithAToken()
    {
        await using var api = await ApiFixture.StartAsync();
        using var response = await api.PostAsync("/v1/events", Lines("a", "b", "a"), Ndjson);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var answer = await ApiFixture.JsonAsync(response);
        Assert.Equal(2, answer.GetProperty("accepted").GetInt32());
        Assert.Equal(1, answer.GetProperty("duplicates").GetInt32());
        Assert.Equal(0, answer.GetProperty("rejected").GetArrayLength());
        Assert.True(ReadToken.TryParse(answer.GetProperty("token").GetString(), out _));
        Assert.All(api.Platform.Appended, item => Assert.Equal("default", item.Tenant));
    }

    [Theory]
    [InlineData("application/json", "{0}")]
    [InlineData("application/json; charset=utf-8", "[{0}]")]
    [InlineData("application/cloudevents+json",
        "{{\"specversion\":\"1.0\",\"id\":\"a\",\"source\":\"t\",\"type\":\"play\",\"data\":{0}}}")]
    [InlineData("application/cloudevents-batch+json",
        "[{{\"specversion\":\"1.0\",\"id\":\"a\",\"source\":\"t\",\"type\":\"play\",\"data\":{0}}}]")]
    public async Task Events_WhenInAnotherFormat_AreAccepted(string mediaType, string form)
    {
        await using var api = await ApiFixture.StartAsync();
        using var response = await api.PostAsync("/v1/events", string.Format(form, Event("a")), mediaType);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("a", Assert.Single(api.Platform.Appended).Event.Id);
    }

    [Fact]
    public async Task Events_WhenSomeAreBad_RejectsThoseByIndexAndKeepsTheRest()
    {
        await using var api = await ApiFixture.StartAsync();
        var body = $"{Event("a")}\n{{not json\n{Event("b").Replace("play", "nod")}\n{Event("c")}\n";
        using var response = await api.PostAsync("/v1/events", body, Ndjson);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var answer = await ApiFixture.JsonAsync(response);
        Assert.Equal(2, answer.GetProperty("accepted").GetInt32());
        var rejected = answer.GetProperty("rejected").EnumerateArray()
            .Select(item => (item.GetProperty("index").GetInt32(), item.GetProperty("code").GetString())).ToList();
        Assert.Equal([(1, RejectionCodes.MalformedJson), (2, RejectionCodes.UnknownEventType)], rejected);
    }

    [Fact]
    public async Task Events_WhenInvalidUtf8_AreRejectedByIndex()
    {
        await using var api = await ApiFixture.StartAsync();
        var bad = Encoding.UTF8.GetBytes(Event("bad"));
        bad[Array.IndexOf(bad, (byte)'b')] = 0xFF;
        byte[] body = [.. Encoding.UTF8.GetBytes(Event("a") + "\n"), .. bad, (byte)'\n'];
        using var response = await api.PostAsync("/v1/events", body, Ndjson);

        var rejection = Assert.Single((await ApiFixture.JsonAsync(response)).GetProperty("rejected").EnumerateArray());
        Assert.Equal(RejectionCodes.InvalidUtf8, rejection.GetProperty("code").GetString());
        Assert.Single(api.Platform.Appended);
    }

    [Theory]
    [InlineData("", "empty_body")]
    [InlineData("{broken", RejectionCodes.MalformedJson)]
    public async Task Events_WhenNothingCanBeRead_Answers400(string body, string code)
    {
        await using var api = await ApiFixture.StartAsync();
        using var response = await api.PostAsync("/v1/events", body, "application/json");
        await Assertions.IsProblemAsync(response, HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task Events_WhenTheListIsEmpty_AreAcceptedAsNone()
    {
        await using var api = await ApiFixture.StartAsync();
        using var response = await api.PostAsync("/v1/events", "[]", "application/json");
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }

    [Fact]
    public async Task Events_WhenOfAnotherMediaType_Answers415()
    {
        await using var api = await ApiFixture.StartAsync();
        using var response = await api.PostAsync("/v1/events", Event("a"), "text/csv");
        await Assertions.IsProblemAsync(response, HttpStatusCode.UnsupportedMediaType, "media_type");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Events_WhenTheBodyIsTooLarge_Answers413AndKeepsNothing(bool isChunked)
    {
        await using var api = await ApiFixture.StartAsync(options => options.MaxBodyBytes = 1000);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/events")
        {
            Content = new StringContent(Lines([.. Enumerable.Range(0, 50).Select(i => $"e{i}")]), null, Ndjson),
        };
        request.Headers.TransferEncodingChunked = isChunked;
        using var response = await api.Client.SendAsync(request);

        await Assertions.IsProblemAsync(response, HttpStatusCode.RequestEntityTooLarge, "body_too_large");
        Assert.Empty(api.Platform.Appended);
    }

    [Fact]
    public async Task Events_WhenMoreThanABatchHolds_RejectsWhatIsBeyond()
    {
        await using var api = await ApiFixture.StartAsync();
        var body = Lines([.. Enumerable.Range(0, 10_001).Select(i => $"e{i}")]);
        using var response = await api.PostAsync("/v1/events", body, Ndjson);

        var answer = await ApiFixture.JsonAsync(response);
        Assert.Equal(10_000, answer.GetProperty("accepted").GetInt32());
        var rejection = Assert.Single(answer.GetProperty("rejected").EnumerateArray());
        Assert.Equal(10_000, rejection.GetProperty("index").GetInt32());
        Assert.Equal(RejectionCodes.BatchTooLarge, rejection.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Events_WhenTheLogRefuses_Answers503WithTheReason()
    {
        await using var api = await ApiFixture.StartAsync();
        api.Platform.Refusal = new IngestionRefusedException(
            "storage-unavailable", "No space left on device.", TimeSpan.FromSeconds(2.5));
        using var response = await api.PostAsync("/v1/events", Event("a"), Ndjson);

        var problem = await Assertions.IsProblemAsync(
            response, HttpStatusCode.ServiceUnavailable, "storage-unavailable");
        Assert.Equal("No space left on device.", problem.GetProperty("detail").GetString());
        Assert.Equal(TimeSpan.FromSeconds(3), response.Headers.RetryAfter?.Delta);
        Assert.Empty(api.Noise);
    }

    [Fact]
    public async Task Events_WhenTheUploadBreaksOff_KeepsNothingAndLogsNothing()
    {
        await using var api = await ApiFixture.StartAsync();
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(api.Address.Host, api.Address.Port);
            var head = "POST /v1/events HTTP/1.1\r\nHost: x\r\n"
                + $"Content-Type: {Ndjson}\r\nContent-Length: 100000\r\n\r\n";
            await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(head + Lines("a", "b")));
            client.LingerState = new LingerOption(true, 0);
        }

        // The server answers the next request only after it has seen the first connection's bytes or its end.
        using var response = await api.PostAsync("/v1/events", Event("c"), Ndjson);
        Assert.Equal(["c"], api.Platform.Appended.Select(item => item.Event.Id));
        Assert.Empty(api.Noise);
    }

    [Fact]
    public async Task Schema_WhenAsked_IsJsonSchema()
    {
        await using var api = await ApiFixture.StartAsync();
        using var response = await api.Client.GetAsync("/v1/schemas/viewing-event");
        Assert.Equal("application/schema+json", response.Content.Headers.ContentType?.MediaType);
        Assert.True((await ApiFixture.JsonAsync(response)).TryGetProperty("$schema", out _));
    }

    private static string Event(string id) =>
        $$"""{"id":"{{id}}","userId":"u1","contentId":"m1","type":"play","occurredAt":"2025-03-01T20:15:30Z"}""";

    private static string Lines(params string[] ids) => string.Concat(ids.Select(id => Event(id) + "\n"));
}
