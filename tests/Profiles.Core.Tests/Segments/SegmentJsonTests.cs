using System.Text.Json;
using Profiles.Core.Conditions;
using Profiles.Core.Segments;

namespace Profiles.Core.Tests.Segments;

public sealed class SegmentJsonTests
{
    [Fact]
    public void ReadList_WhenMuchIsWrong_ListsItAll()
    {
        var errors = Errors(
            """
            [{"key":"Big","when":{}}, {"key":"ok","when":{}}, {"key":"ok","when":{}}, {"name":5,"when":{}}, 7,
             {"key":"a","descripton":"x","when":{"counters.play":{"$gte":1}}}, {"key":"b"}]
            """);
        Assert.Equal(
            ["/0/key", "/2/key", "/3/key", "/3/name", "/4", "/5/descripton", "/5/when/counters.play", "/6/when"],
            errors.Select(error => error.Path));
        Assert.Contains("'description'", errors[5].Remedy, StringComparison.Ordinal);
        Assert.Contains("'counters.plays'", errors[6].Remedy, StringComparison.Ordinal);
        Assert.Equal("\"Big\"", errors[0].Value);
    }

    [Fact]
    public void ReadList_WhenItIsNoListOrTooLong_SaysSo()
    {
        Assert.Equal(string.Empty, Assert.Single(Errors("{}")).Path);
        var many = string.Join(',', Enumerable.Repeat("{}", SegmentLimits.MaxSegments + 1));
        Assert.Contains("1000", Assert.Single(Errors($"[{many}]")).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenTheKeyIsKnownOtherwise_MayLeaveItOutAndMustAgree()
    {
        using var without = JsonDocument.Parse("""{"when":{}}""");
        var errors = new List<ConditionError>();
        var segment = SegmentJson.Read(without.RootElement, "", "vip", errors);
        Assert.Equal(("vip", "vip"), (segment!.Definition.Key, segment.Definition.Name));

        using var another = JsonDocument.Parse("""{"key":"other","when":{}}""");
        Assert.Null(SegmentJson.Read(another.RootElement, "", "vip", errors));
        Assert.Equal("/key", Assert.Single(errors).Path);
    }

    private static List<ConditionError> Errors(string json)
    {
        using var document = JsonDocument.Parse(json);
        var errors = new List<ConditionError>();
        SegmentJson.ReadList(document.RootElement, errors);
        return errors;
    }
}
