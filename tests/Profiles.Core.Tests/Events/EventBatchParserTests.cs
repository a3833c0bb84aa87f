using System.Buffers;
using FsCheck.Fluent;
using Profiles.Core.Events;

namespace Profiles.Core.Tests.Events;

public sealed class EventBatchParserTests
{
    private static readonly string Upload = string.Join(
        '\n',
        "\uFEFF" + EventText.Valid + "\r", "", "  \t\r", EventText.Valid.Replace("e1", "é2"), "{broken}",
        "{\"id\":\"half",
        new string(' ', 70_000), $"\"{new string('x', 70_000)}\"", EventText.Valid.Replace("e1", "e3"));

    [Fact]
    public void Append_WhenCutAnywhere_GivesWhatTheWholeGives()
    {
        var bytes = EventText.Utf8(Upload);
        var whole = Parse(bytes, []);
        Assert.Equal(["e1", "é2", "e3"], whole.Events.Select(e => e.Id));
        Assert.Equal(
            [
                (2, RejectionCodes.MalformedJson), (3, RejectionCodes.MalformedJson), (4, RejectionCodes.EventTooLarge),
                (5, RejectionCodes.EventTooLarge),
            ],
            whole.Rejections.Select(r => (r.Index, r.Code)));

        Laws.Hold(
            Gen.ArrayOf(Gen.Choose(0, bytes.Length), 5),
            cuts =>
            {
                var pieces = Parse(bytes, cuts);
                Assert.Equal(whole.Events, pieces.Events);
                Assert.Equal(whole.Rejections, pieces.Rejections);
            });
    }

    [Fact]
    public void Complete_WhenTheLastLineIsHalf_RejectsItByItsIndex()
    {
        var batch = EventText.Parse(EventFormat.Ndjson, EventText.Valid + "\n" + EventText.Valid[..40]);

        Assert.Single(batch.Events);
        Assert.Equal((1, RejectionCodes.TruncatedEvent), (batch.Rejections[0].Index, batch.Rejections[0].Code));
    }

    [Fact]
    public void Drain_WhenCalledInBetween_GoesOnCounting()
    {
        var parser = new EventBatchParser(EventText.Parser(), EventText.Now);
        parser.Append(new ReadOnlySequence<byte>(EventText.Utf8(EventText.Valid + "\n{}\n")));
        var first = parser.Drain();
        parser.Append(EventText.Utf8("{}\n"));
        var second = parser.Complete();

        Assert.Equal((1, 1, 2), (first.Events.Count, first.Rejections[0].Index, first.Count));
        Assert.Equal((0, 2, 3), (second.Events.Count, second.Rejections[0].Index, second.Count));
    }

    private static EventBatch Parse(byte[] bytes, int[] cuts)
    {
        var parser = new EventBatchParser(EventText.Parser(), EventText.Now);
        var from = 0;
        foreach (var cut in cuts.Order().Append(bytes.Length))
        {
            parser.Append(bytes.AsSpan(from..cut));
            from = cut;
        }

        return parser.Complete();
    }
}
