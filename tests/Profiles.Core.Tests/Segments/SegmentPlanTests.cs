using System.Text.Json;
using Profiles.Core.Conditions;
using Profiles.Core.Events;
using Profiles.Core.Folding;
using Profiles.Core.Segments;
using Profiles.Core.Units;

namespace Profiles.Core.Tests.Segments;

public sealed class SegmentPlanTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 31, 20, 0, 0, TimeSpan.Zero);
    private static readonly UnitKey Ann = UnitKey.User("default", "ann");

    private static readonly ProfileView Profile = ProfileFold.Finish(new Profile()) with
    {
        Version = 4,
        LastEventAt = At,
        Counters = new ProfileCounters(9, 5, 2, 5400),
        Affinities = new ProfileAffinities(
            [new KeyWeight("Drama", 3), new KeyWeight("Sci.Fi", 1), new KeyWeight("Horror", -2)],
            [new KeyWeight("noir", 1)], [new KeyWeight("s1", 1)], [new KeyWeight("movie", 2)],
            [new KeyWeight("tv", 3), new KeyWeight("phone", 1)]),
        Recent = [new RecentContent("m1", 60, 6000, false, At), new RecentContent("m2", null, null, true, At)],
        Sessions = new SessionSummary(2, 7200, At),
        HourOfWeek = [new HourWeight(20, 3), new HourWeight(44, 1)],
        Feedback =
        [
            new ContentFeedback("m1", ViewingEventType.Like, At),
            new ContentFeedback("m3", ViewingEventType.Dismiss, At),
        ],
        WatchedCount = 1,
    };

    [Theory]
    [InlineData("""{"counters.plays":{"$gte":5},"counters.watchSeconds":{"$gt":3600}}""", true)]
    [InlineData("""{"affinities.genres.Drama":{"$gt":2.5}}""", true)]
    [InlineData("""{"affinities.genres.Western":{"$gt":0}}""", false)]
    [InlineData("""{"affinities.genres.Horror":{"$lt":0}}""", true)]
    [InlineData("""{"shares.genres.Drama":0.75}""", true)]
    [InlineData("""{"shares.genres.Sci.Fi":{"$eq":0.25}}""", true)]
    [InlineData("""{"shares.hourOfDay.20":1}""", true)]
    [InlineData("""{"hourOfWeek.44":1}""", true)]
    [InlineData("""{"top.genres.0":"Drama","top.genres":{"$size":2}}""", true)]
    [InlineData("""{"top.devices":{"$in":["phone"]},"top.devices.0":{"$ne":"phone"}}""", true)]
    [InlineData("""{"recent":{"$elemMatch":{"contentId":"m2","completed":true}}}""", true)]
    [InlineData("""{"recent":{"$elemMatch":{"contentId":"m1","completed":true}}}""", false)]
    [InlineData("""{"recent":{"$elemMatch":{"lastEventAt":{"$gt":"2026-01-31T20:00:00Z"}}}}""", false)]
    [InlineData("""{"sessions.count":2,"sessions.totalSeconds":{"$lte":7200}}""", true)]
    [InlineData("""{"lastEventAt":{"$gte":"2026-01-31T21:00:00+01:00"}}""", true)]
    [InlineData("""{"liked":{"$all":["m1"]},"dismissed":{"$in":["m3"]},"disliked":{"$size":0}}""", true)]
    [InlineData("""{"feedback":{"$elemMatch":{"type":"dismiss","contentId":"m1"}}}""", false)]
    [InlineData("""{"userId":{"$in":["ann","bob"]},"deviceId":null}""", true)]
    [InlineData("{}", true)]
    public void Match_WhenAConditionAsksForAField_AnswersAsTheProfileSays(string when, bool isMet)
    {
        var keys = Plan(("it", when)).Match(Ann, Profile);
        Assert.Equal(isMet ? ["it"] : [], keys);
    }

    [Fact]
    public void Match_WhenSeveralHold_ListsTheirKeysInOrder() =>
        Assert.Equal(["a", "b", "z"], Plan(("z", "{}"), ("b", "{}"), ("no", """{"version":0}"""), ("a", "{}"))
            .Match(Ann, Profile));

    [Fact]
    public void Attributes_WhenDeclared_CanAllBeReadOfAnEmptyProfile()
    {
        var attributes = new ProfileAttributeReader(Ann, ProfileFold.Finish(new Profile()));
        foreach (var attribute in ProfileAttributes.Schema.Attributes)
        {
            var value = attributes.Find(attribute.Name);
            Assert.True(value is AttributeValue.Nothing || IsOf(attribute.Type, value), attribute.Name);
            Assert.NotEmpty(attribute.Summary);
        }
    }

    private static bool IsOf(AttributeType type, AttributeValue value) => type switch
    {
        AttributeType.Number or AttributeType.Time => value is AttributeValue.Number,
        AttributeType.Text => value is AttributeValue.Text,
        AttributeType.Truth => value is AttributeValue.Truth,
        AttributeType.Numbers => value is AttributeValue.Map,
        _ => value is AttributeValue.Many,
    };

    private static SegmentPlan Plan(params (string Key, string When)[] segments)
    {
        var list = string.Join(',', segments.Select(item => $"{{\"key\":\"{item.Key}\",\"when\":{item.When}}}"));
        using var document = JsonDocument.Parse($"[{list}]");
        var errors = new List<ConditionError>();
        var read = SegmentJson.ReadList(document.RootElement, errors);
        Assert.Empty(errors);
        return new SegmentPlan(1, read);
    }
}
