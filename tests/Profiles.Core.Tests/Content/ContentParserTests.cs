using System.Text;
using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Core.Tests.Events;

namespace Profiles.Core.Tests.Content;

public sealed class ContentParserTests
{
    private const string Valid = """{"id":"c1","kind":"movie","title":"One"}""";

    private const string Whole =
        """
        {"id":"0042","kind":"episode","title":"Two é","genres":["Drama","News"],"tags":["a"],"seriesId":"s","season":1,
         "episode":0,"releasedAt":"2020-01-01T00:00:00Z","availableFrom":"2020-01-02T00:00:00+01:00",
         "availableUntil":"2030-01-02T00:00:00Z","startsAt":"2026-01-01T20:00:00Z","endsAt":"2026-01-01T22:00:00Z",
         "territories":["GB","DE"],"maturity":"12","durationSeconds":5400.5,"unknown":{"x":1}}
        """;

    [Fact]
    public void Parse_WhenEveryFieldIsGiven_ReadsAndWritesThemAll()
    {
        var content = Assert.Single(Parse(EventFormat.Json, Whole).Contents);

        Assert.Equal(("0042", ContentKind.Episode, 0, 5400.5, "12"),
            (content.Id, content.Kind, content.Episode, content.DurationSeconds, content.Maturity));
        Assert.Equal(["Drama", "News"], content.Genres);
        Assert.Equal(new DateTimeOffset(2020, 1, 1, 23, 0, 0, TimeSpan.Zero), content.AvailableFrom);
        var written = Encoding.UTF8.GetString(ContentJson.Write(content));
        Assert.Equal(content, Assert.Single(Parse(EventFormat.Json, written).Contents));
    }

    [Theory]
    [InlineData(EventFormat.Json, "[#,5,{},#]")]
    [InlineData(EventFormat.Ndjson, "#\n5\r\n\n{}\n#")]
    public void Parse_WhenSomeAreBad_KeepsTheOthers(EventFormat format, string template)
    {
        var batch = Parse(format, template.Replace("#", Valid));

        Assert.Equal(2, batch.Contents.Count);
        Assert.Equal(
            [(1, RejectionCodes.NotAnObject), (2, RejectionCodes.MissingField)],
            batch.Rejections.Select(r => (r.Index, r.Code)));
    }

    [Theory]
    [InlineData("\"c1\"", "\"\"", RejectionCodes.EmptyId)]
    [InlineData("\"c1\"", "5", RejectionCodes.WrongType)]
    [InlineData("movie", "film", RejectionCodes.UnknownContentKind)]
    [InlineData("\"title\"", "\"name\"", RejectionCodes.MissingField)]
    [InlineData("}", ",\"genres\":\"Drama\"}", RejectionCodes.WrongType)]
    [InlineData("}", ",\"tags\":[1]}", RejectionCodes.WrongType)]
    [InlineData("}", ",\"tags\":[\"\"]}", RejectionCodes.InvalidFormat)]
    [InlineData("}", ",\"season\":-1}", RejectionCodes.NumberOutOfRange)]
    [InlineData("}", ",\"releasedAt\":\"2020\"}", RejectionCodes.InvalidFormat)]
    [InlineData("}", ",\"startsAt\":\"2020-01-02T00:00:00Z\",\"endsAt\":\"2020-01-01T00:00:00Z\"}",
        RejectionCodes.TimeOutOfRange)]
    [InlineData("c1", "\\ud800", RejectionCodes.InvalidUtf8)]
    [InlineData("}", "", RejectionCodes.MalformedJson)]
    public void Parse_WhenAContentIsBad_RejectsItByName(string part, string replacement, string code) =>
        Assert.Equal(code, Assert.Single(Parse(EventFormat.Json, Valid.Replace(part, replacement)).Rejections).Code);

    [Theory]
    [InlineData("0002844::Fantômas: one::two (1913)::Crime|Drama", "0002844", "Fantômas: one::two", 1913, 2)]
    [InlineData("1::No year::", "1", "No year", null, 0)]
    [InlineData("1::(1999)::Drama", "1", "(1999)", null, 1)]
    public void TitleLine_WhenWhole_GivesTheContent(string line, string id, string title, int? year, int genres)
    {
        Assert.True(TitleLine.TryParse(line, 0, out var content, out _));

        Assert.Equal((id, title, year, genres),
            (content.Id, content.Title, content.ReleasedAt?.Year, content.Genres.Length));
        Assert.Equal(ContentKind.Movie, content.Kind);
    }

    [Theory]
    [InlineData("", RejectionCodes.MalformedLine)]
    [InlineData("1::Title", RejectionCodes.MalformedLine)]
    [InlineData("::Title::Drama", RejectionCodes.EmptyId)]
    [InlineData("1:: ::Drama", RejectionCodes.MissingField)]
    public void TitleLine_WhenBad_NamesTheLine(string line, string code)
    {
        Assert.False(TitleLine.TryParse(line, 1, out _, out var rejection));

        Assert.Equal((1, code), (rejection.Index, rejection.Code));
        Assert.StartsWith("Line 2", rejection.Reason, StringComparison.Ordinal);
    }

    private static ContentBatch Parse(EventFormat format, string text) =>
        new ContentParser(EventLimits.Default).Parse(format, EventText.Utf8(text));
}
