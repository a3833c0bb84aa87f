using Profiles.Core.Events;

namespace Profiles.Core.Tests.Events;

public sealed class CloudEventTests
{
    public const string Envelope =
        """{"specversion":"1.0","id":"ce1","source":"/player","type":"com.example.viewing.play","""
        + """ "time":"2026-01-31T11:00:00Z","datacontenttype":"application/json","""
        + """ "data":{"userId":"u1","contentId":"c1"},"traceparent":"00-1"}""";

    [Fact]
    public void Parse_WhenDataLacksThem_TakesIdTypeAndTimeFromTheEnvelope()
    {
        var e = Assert.Single(EventText.Parse(EventFormat.CloudEvent, Envelope).Events);

        Assert.Equal(
            ("ce1", "u1", ViewingEventType.Play, "2026-01-31T11:00:00.000Z"),
            (e.Id, e.UserId, e.Type, $"{e.OccurredAt:yyyy-MM-ddTHH:mm:ss.fffZ}"));
    }

    [Fact]
    public void Parse_WhenDataHasThem_TakesThemFromTheData()
    {
        var data = EventText.Valid.Replace("play", "stop");
        var batch = EventText.Parse(
            EventFormat.CloudEvent, Envelope.Replace("""{"userId":"u1","contentId":"c1"}""", data));

        Assert.Equal(EventText.Accepted(data), Assert.Single(batch.Events));
    }

    [Fact]
    public void Parse_WhenDataIsBase64_ReadsIt()
    {
        var data = Convert.ToBase64String(EventText.Utf8(EventText.Valid));
        var batch = EventText.Parse(
            EventFormat.CloudEvent,
            Envelope.Replace("""data":{"userId":"u1","contentId":"c1"}""", $"data_base64\":\"{data}\""));

        Assert.Equal(EventText.Accepted(EventText.Valid), Assert.Single(batch.Events));
    }

    [Theory]
    [InlineData("\"1.0\"", "\"0.3\"")]
    [InlineData("\"ce1\"", "\"\"")]
    [InlineData("\"/player\"", "null")]
    [InlineData("\"/player\"", "5")]
    [InlineData("application/json", "text/xml")]
    [InlineData("\"data\"", "\"other\"")]
    [InlineData("{\"userId\":\"u1\",\"contentId\":\"c1\"}", "7")]
    public void Parse_WhenTheEnvelopeIsWrong_RejectsIt(string part, string replacement) => Assert.Equal(
        RejectionCodes.InvalidCloudEvent,
        Assert.Single(EventText.Parse(EventFormat.CloudEvent, Envelope.Replace(part, replacement)).Rejections).Code);

    [Fact]
    public void Parse_WhenBatch_RejectsByIndex()
    {
        var batch = EventText.Parse(
            EventFormat.CloudEventBatch, $"[{Envelope},{Envelope.Replace("1.0", "2.0")},{EventText.Valid},{Envelope}]");

        Assert.Equal(2, batch.Events.Count);
        Assert.Equal([1, 2], batch.Rejections.Select(r => r.Index));
    }
}
