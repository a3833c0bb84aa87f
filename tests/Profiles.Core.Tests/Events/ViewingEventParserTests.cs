using System.Text;
using FsCheck.Fluent;
using Profiles.Core.Events;

namespace Profiles.Core.Tests.Events;

public sealed class ViewingEventParserTests
{
    private const string Whole =
        """
        {"id":"e1","userId":"u1","deviceId":"d1","contentId":"0054890","type":"progress",
         "occurredAt":"2026-01-31T12:30:00.1239+01:30","positionSeconds":12.5,"durationSeconds":5400,"value":0.25,
         "sessionId":"s1","device":"tv","territory":"GB","slateId":"sl1","app":{"version":[1,2]},"beta":true}
        """;

    [Fact]
    public void TryParse_WhenEveryFieldIsGiven_ReadsThemAll()
    {
        var e = EventText.Accepted(Whole);

        Assert.Equal(
            new ViewingEvent
            {
                Id = "e1", UserId = "u1", DeviceId = "d1", ContentId = "0054890", Type = ViewingEventType.Progress,
                OccurredAtUnixMs = EventText.Now - 3_600_000 + 123,
                PositionSeconds = 12.5, DurationSeconds = 5400, Value = 0.25, SessionId = "s1", Device = "tv",
                Territory = "GB", SlateId = "sl1",
                Extensions = EventText.Utf8("""{"app":{"version":[1,2]},"beta":true}"""),
            },
            e);
    }

    [Fact]
    public void TryParse_WhenWrittenAgain_ReadsTheSameEvent()
    {
        var e = EventText.Accepted(Whole);

        Assert.Equal(e, EventText.Accepted(EventText.Json(e)));
    }

    [Fact]
    public void TryParse_WhenAFieldStandsTwice_TakesTheLast()
    {
        var e = EventText.Accepted(
            """
            {"id":7,"id":"a","id":"b","userId":"u","type":"nope","type":"play","occurredAt":"x",
             "occurredAt":"2026-01-31T11:00:00Z","value":1,"value":null}
            """);

        Assert.Equal(("b", ViewingEventType.Play, (double?)null), (e.Id, e.Type, e.Value));
    }

    [Fact]
    public void TryParse_WhenTextsAreEscaped_Unescapes()
    {
        var e = EventText.Accepted(
            """
            {"\u0069d":"\u00e9\ud83d\ude00","userId":"a\"b\\c","type":"pl\u0061y",
             "occurredAt":"2026-01-31T11:00:00\u005a"}
            """);

        Assert.Equal(("é😀", "a\"b\\c", ViewingEventType.Play), (e.Id, e.UserId, e.Type));
    }

    [Fact]
    public void TryParse_WhenOptionalFieldsAreNull_TakesThemAsAbsent()
    {
        var e = EventText.Accepted(
            """
            {"id":"e","userId":null,"deviceId":"d","contentId":null,"positionSeconds":null,"type":"search",
             "occurredAt":"2026-01-31T11:00:00Z"}
            """);

        Assert.Equal((null, "d", null, null), (e.UserId, e.DeviceId, e.ContentId, e.PositionSeconds));
    }

    [Fact]
    public void TryParse_WhenARevisionIsSent_DoesNotBelieveIt() =>
        Assert.Equal(0, EventText.Accepted(With("\"contentRevision\":5")).ContentRevision);

    public static TheoryData<string, string> Rejections => new()
    {
        { RejectionCodes.MalformedJson, "not json" },
        { RejectionCodes.MalformedJson, EventText.Valid + "x" },
        { RejectionCodes.MalformedJson, EventText.Valid + EventText.Valid },
        { RejectionCodes.MalformedJson, With("\"value\":NaN") },
        { RejectionCodes.MalformedJson, With("\"value\":01") },
        { RejectionCodes.TruncatedEvent, EventText.Valid[..^1] },
        { RejectionCodes.TruncatedEvent, EventText.Valid[..30] },
        { RejectionCodes.NotAnObject, "[]" },
        { RejectionCodes.NotAnObject, "\"play\"" },
        { RejectionCodes.NotAnObject, "12" },
        { RejectionCodes.NotAnObject, "null" },
        { RejectionCodes.MissingField, EventText.Valid.Replace("\"id\"", "\"x\"") },
        { RejectionCodes.MissingField, EventText.Valid.Replace("\"e1\"", "null") },
        { RejectionCodes.MissingField, EventText.Valid.Replace("\"type\"", "\"x\"") },
        { RejectionCodes.MissingField, EventText.Valid.Replace("\"occurredAt\"", "\"x\"") },
        { RejectionCodes.MissingUnit, EventText.Valid.Replace("\"userId\"", "\"x\"") },
        { RejectionCodes.WrongType, EventText.Valid.Replace("\"e1\"", "1") },
        { RejectionCodes.WrongType, EventText.Valid.Replace("\"e1\"", "{\"a\":[1]}") },
        { RejectionCodes.WrongType, With("\"positionSeconds\":\"1\"") },
        { RejectionCodes.WrongType, With("\"device\":true") },
        { RejectionCodes.EmptyId, EventText.Valid.Replace("\"e1\"", "\"\"") },
        { RejectionCodes.EmptyId, EventText.Valid.Replace("\"u1\"", "\"\"") },
        { RejectionCodes.EmptyId, EventText.Valid.Replace("\"c1\"", "\"\"") },
        { RejectionCodes.UnknownEventType, EventText.Valid.Replace("play", "Play") },
        { RejectionCodes.InvalidFormat, EventText.Valid.Replace("00Z", "00") },
        { RejectionCodes.InvalidFormat, EventText.Valid.Replace("01-31T", "02-30T") },
        { RejectionCodes.InvalidFormat, EventText.Valid.Replace("2026-01-31T11", "2026-01-31 11") },
        { RejectionCodes.InvalidFormat, EventText.Valid.Replace("e1", "\\u0000linked:1") },
        { RejectionCodes.TimeOutOfRange, EventText.Valid.Replace("2026-01-31", "1999-12-31") },
        { RejectionCodes.TimeOutOfRange, EventText.Valid.Replace("2026-01-31T11", "2026-02-01T13") },
        { RejectionCodes.NumberOutOfRange, With("\"positionSeconds\":-1") },
        { RejectionCodes.NumberOutOfRange, With("\"durationSeconds\":1e999") },
        { RejectionCodes.NumberOutOfRange, With("\"value\":1e12") },
        { RejectionCodes.FieldTooLarge, EventText.Valid.Replace("e1", new string('x', 257)) },
        { RejectionCodes.FieldTooLarge, With($"\"device\":\"{new string('x', 65)}\"") },
        { RejectionCodes.EventTooLarge, With($"\"note\":\"{new string('x', 65_536)}\"") },
        { RejectionCodes.InvalidUtf8, EventText.Valid.Replace("e1", "\\ud800") },
        { RejectionCodes.TooDeep, With($"\"deep\":{new string('[', 16)}{new string(']', 16)}") },
    };

    [Theory]
    [MemberData(nameof(Rejections))]
    public void TryParse_WhenTheEventIsBad_RejectsItByName(string code, string json)
    {
        var rejection = EventText.Rejected(EventText.Utf8(json));

        Assert.True(code == rejection.Code, rejection.ToString());
        Assert.NotEmpty(rejection.Reason);
    }

    [Fact]
    public void TryParse_WhenBytesAreNotUtf8_RejectsByName() => Assert.Equal(
        RejectionCodes.InvalidUtf8,
        EventText.Rejected(
            [.. EventText.Utf8(EventText.Valid[..7]), 0xFF, .. EventText.Utf8(EventText.Valid[8..])]).Code);

    [Fact]
    public void TryParse_WhenNestedAsDeepAsAllowed_Accepts() =>
        EventText.Accepted(With($"\"deep\":{new string('[', 15)}{new string(']', 15)}"));

    [Fact]
    public void Parse_WhenJsonArray_KeepsTheGoodAndRejectsTheBadByIndex()
    {
        var batch = EventText.Parse(
            EventFormat.Json,
            $"[{EventText.Valid}, 5, {With("\"deep\":" + new string('[', 2000) + new string(']', 2000))}, {{}}, "
            + $"{EventText.Valid.Replace("play", "nope")}, {EventText.Valid}]");

        Assert.Equal(2, batch.Events.Count);
        Assert.Equal(6, batch.Count);
        Assert.Equal(
            [
                (1, RejectionCodes.NotAnObject), (2, RejectionCodes.TooDeep), (3, RejectionCodes.MissingField),
                (4, RejectionCodes.UnknownEventType),
            ],
            batch.Rejections.Select(r => (r.Index, r.Code)));
    }

    [Theory]
    [InlineData("[", 0, RejectionCodes.TruncatedEvent)]
    [InlineData("", 0, RejectionCodes.TruncatedEvent)]
    [InlineData("[#,#", 2, RejectionCodes.TruncatedEvent)]
    [InlineData("[#,{\"id\":", 1, RejectionCodes.TruncatedEvent)]
    [InlineData("[#,?]", 1, RejectionCodes.MalformedJson)]
    [InlineData("[#]x", 1, RejectionCodes.MalformedJson)]
    public void Parse_WhenJsonBreaksOff_KeepsWhatWasBefore(string template, int accepted, string code)
    {
        var batch = EventText.Parse(EventFormat.Json, template.Replace("#", EventText.Valid));

        Assert.Equal(accepted, batch.Events.Count);
        Assert.Equal((accepted, code), (Assert.Single(batch.Rejections).Index, batch.Rejections[0].Code));
        Assert.Equal(accepted == 0, batch.IsUnreadable);
    }

    [Fact]
    public void Parse_WhenOneOfAnArrayIsNotUtf8_RejectsOnlyThat()
    {
        var body = EventText.Utf8($"[{EventText.Valid},{EventText.Valid.Replace("e1", "~")},{EventText.Valid}]");
        body[Array.IndexOf(body, (byte)'~')] = 0xC0;
        var batch = EventText.Parser().Parse(EventFormat.Json, body, EventText.Now);

        Assert.Equal(2, batch.Events.Count);
        Assert.Equal((1, RejectionCodes.InvalidUtf8), (batch.Rejections[0].Index, batch.Rejections[0].Code));
    }

    [Theory]
    [InlineData(EventFormat.Json, "[#,#,#,#]")]
    [InlineData(EventFormat.Ndjson, "#\n#\n#\n#\n")]
    public void Parse_WhenTheBatchIsTooLarge_SaysWhereItStopped(EventFormat format, string template)
    {
        var batch = EventText.Parse(
            format, template.Replace("#", EventText.Valid), new EventLimits { MaxBatchEvents = 2 });

        Assert.Equal(2, batch.Events.Count);
        Assert.Equal((2, RejectionCodes.BatchTooLarge), (batch.Rejections[0].Index, batch.Rejections[0].Code));
    }

    [Fact]
    public void Parse_WhenOneOfAnArrayIsTooLarge_RejectsOnlyThat()
    {
        var large = With($"\"note\":\"{new string('x', 65_536)}\"");
        var batch = EventText.Parse(EventFormat.Json, $"[{large},{EventText.Valid}]");

        Assert.Single(batch.Events);
        Assert.Equal((0, RejectionCodes.EventTooLarge), (batch.Rejections[0].Index, batch.Rejections[0].Code));
    }

    [Fact]
    public void Parse_WhenBytesAreRandom_NeverThrows() => Laws.Hold(
        from format in Gen.Elements(Enum.GetValues<EventFormat>())
        from noise in Gen.ArrayOf(Gen.Choose(0, 255))
        from mutations in Gen.ArrayOf(Gen.Choose(0, 10_000), 6)
        select (format, noise, mutations),
        input =>
        {
            var noise = input.noise.Select(value => (byte)value).ToArray();
            EventText.Parser().Parse(input.format, noise, EventText.Now);

            var damaged = EventText.Utf8(
                $"[{EventText.Valid},{Whole.ReplaceLineEndings("")}]\n{CloudEventTests.Envelope}\n{EventText.Valid}\n");
            for (var i = 0; i + 1 < input.mutations.Length; i += 2)
                damaged[input.mutations[i] % damaged.Length] = (byte)input.mutations[i + 1];
            var batch = EventText.Parser().Parse(input.format, damaged, EventText.Now);
            Assert.True(batch.Events.Count + batch.Rejections.Count == batch.Count);
        },
        runs: 2000);

    private static string With(string field) => EventText.Valid.Replace("{", "{" + field + ",");
}
