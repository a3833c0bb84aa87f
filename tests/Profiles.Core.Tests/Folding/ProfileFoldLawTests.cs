using FsCheck;
using FsCheck.Fluent;
using Profiles.Core.Events;
using Profiles.Core.Folding;

namespace Profiles.Core.Tests.Folding;

/// <summary>
/// The laws of the fold, on generated histories: with the default bounds, and with bounds that every run meets.
/// </summary>
public sealed class ProfileFoldLawTests
{
    public static TheoryData<bool, int> Cases => new()
    {
        { false, 3 }, { false, 20 }, { false, 200 }, { true, 3 }, { true, 20 }, { true, 200 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Apply_WhenOrderAndRepeatsDiffer_GivesTheSameBytes(bool isTight, int days) => Laws.Hold(
        from events in History.Events(days)
        from one in History.Arrival(events, Options(isTight))
        from other in History.Arrival(events, Options(isTight))
        select (Events: events, One: one, Other: other),
        history =>
        {
            var inOrder = History.Fold(history.Events.OrderBy(e => e.OccurredAtUnixMs), Options(isTight));
            var one = History.Fold(history.One, Options(isTight));
            var other = History.Fold(history.Other, Options(isTight));

            Assert.Equal(0, one.LateEvents);
            Assert.Equal(History.Bytes(inOrder), History.Bytes(one));
            Assert.Equal(History.Bytes(one), History.Bytes(other));
        });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Apply_WhenSavedAndLoadedInBetween_GivesTheSameBytes(bool isTight, int days) => Laws.Hold(
        from events in History.Events(days)
        from arrival in History.Arrival(events, Options(isTight))
        from cut in Gen.Choose(0, arrival.Length)
        select (Arrival: arrival, Cut: cut),
        history =>
        {
            var whole = History.Fold(history.Arrival, Options(isTight));
            var first = History.Copy(History.Fold(history.Arrival.Take(history.Cut), Options(isTight)));
            var resumed = History.Fold(history.Arrival.Skip(history.Cut), onto: first);

            Assert.Equal(History.Bytes(whole), History.Bytes(resumed));
        });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Apply_WhenEventsAreInNoOrderAtAll_CountsEachOnce(bool isTight, int days) => Laws.Hold(
        from events in History.Events(days)
        from order in Gen.Shuffle(events)
        select order,
        order =>
        {
            var profile = History.Fold(order, Options(isTight));

            Assert.Equal(order.Length, ProfileFold.Finish(profile).Counters.Events);
            Assert.Equal(order.Length, profile.Version);
            Assert.Equal(History.Bytes(profile), History.Bytes(History.Copy(profile)));
        });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Merge_WhenSidesAreSwapped_GivesTheSameBytes(bool isTight, int days) => Laws.Hold(
        from left in History.Events(days)
        from right in History.Events(days / 2 + 1)
        select (left, right),
        sides =>
        {
            var (left, right) = Sides(sides.left, sides.right, Options(isTight));
            var (otherLeft, otherRight) = (History.Copy(left), History.Copy(right));
            ProfileFold.Merge(left, right);
            ProfileFold.Merge(otherRight, otherLeft);

            Assert.Equal(History.Bytes(left), History.Bytes(otherRight));
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Merge_WhenEverythingIsOpen_GivesTheBytesOfFoldingAllAtOnce(bool isTight) => Laws.Hold(
        from left in History.Events(6)
        from right in History.Events(6)
        select (left, right),
        sides =>
        {
            var (left, right) = Sides(sides.left, sides.right, Options(isTight));
            var all = History.Fold(sides.left.Concat(Renamed(sides.right)), Options(isTight));
            ProfileFold.Merge(left, right);

            Assert.Equal(History.Bytes(all), History.Bytes(left));
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Merge_WhenEverythingIsOpenAndGroupedOtherwise_GivesTheSameBytes(bool isTight) => Laws.Hold(
        Three(6),
        parts =>
        {
            var (one, other) = Grouped(parts, Options(isTight));

            Assert.Equal(History.Bytes(one), History.Bytes(other));
        });

    // What is settled before it meets its like counts by itself: sessions and watch time depend on the grouping.
    [Fact]
    public void Merge_WhenSettledAndGroupedOtherwise_AgreesWithinRounding() => Laws.Hold(
        Three(40),
        parts =>
        {
            var (one, other) = Grouped(parts, FoldOptions.Default);
            var (expected, actual) = (ProfileFold.Finish(one), ProfileFold.Finish(other));

            Assert.Equal(expected.Counters, actual.Counters with { WatchSeconds = expected.Counters.WatchSeconds });
            Assert.Equal(expected.Recent, actual.Recent);
            Assert.Equal(expected.Feedback, actual.Feedback);
            Assert.Equal(expected.WatchedCount, actual.WatchedCount);
            AssertClose(expected.Affinities.Genres, actual.Affinities.Genres);
            AssertClose(expected.Affinities.Kinds, actual.Affinities.Kinds);
            AssertClose(expected.Affinities.Devices, actual.Affinities.Devices);
        });

    [Fact]
    public void Merge_WhenSettled_AgreesWithFoldingAllAtOnceWithinRounding() => Laws.Hold(
        from left in History.Events(60)
        from right in History.Events(60)
        select (left, right),
        sides =>
        {
            var (left, right) = Sides(sides.left, sides.right, FoldOptions.Default);
            var all = History.Fold(
                sides.left.Concat(Renamed(sides.right)).OrderBy(e => e.OccurredAtUnixMs), FoldOptions.Default);
            ProfileFold.Merge(left, right);

            var (merged, folded) = (ProfileFold.Finish(left), ProfileFold.Finish(all));
            Assert.Equal(folded.Counters, merged.Counters with { WatchSeconds = folded.Counters.WatchSeconds });
            AssertClose(folded.Affinities.Genres, merged.Affinities.Genres);
            Assert.Equal(folded.Recent, merged.Recent);
        });

    [Fact]
    public void Merge_WhenOneSideIsEmpty_ChangesNothing() => Laws.Hold(
        History.Events(30),
        events =>
        {
            var profile = History.Fold(events.OrderBy(e => e.OccurredAtUnixMs));
            var before = History.Bytes(profile);
            ProfileFold.Merge(profile, new Profile());
            var onto = new Profile();
            ProfileFold.Merge(onto, History.Copy(profile));

            Assert.Equal(before, History.Bytes(profile));
            Assert.Equal(before, History.Bytes(onto));
        });

    private static FoldOptions Options(bool isTight) => isTight ? History.Tight : FoldOptions.Default;

    private static IEnumerable<ViewingEvent> Renamed(ViewingEvent[] events) =>
        events.Select(e => e with { Id = "right " + e.Id });

    private static (Profile Left, Profile Right) Sides(
        ViewingEvent[] left, ViewingEvent[] right, FoldOptions options) =>
        (History.Fold(left.OrderBy(e => e.OccurredAtUnixMs), options),
            History.Fold(Renamed(right).OrderBy(e => e.OccurredAtUnixMs), options));

    private static Gen<ViewingEvent[][]> Three(int days) => History.Events(days).ArrayOf(3);

    private static (Profile One, Profile Other) Grouped(ViewingEvent[][] parts, FoldOptions options)
    {
        var profiles = parts
            .Select((part, i) => part.Select(e => e with { Id = $"{i} {e.Id}" }).OrderBy(e => e.OccurredAtUnixMs))
            .Select(part => History.Fold(part, options)).ToArray();
        var copies = profiles.Select(History.Copy).ToArray();
        ProfileFold.Merge(profiles[0], profiles[1]);
        ProfileFold.Merge(profiles[0], profiles[2]);
        ProfileFold.Merge(copies[1], copies[2]);
        ProfileFold.Merge(copies[0], copies[1]);
        return (profiles[0], copies[0]);
    }

    // A key whose likes and dislikes cancel out may stand on either side of negligible; beyond that, 1e-9 relative.
    private static void AssertClose(IEnumerable<KeyWeight> expected, IEnumerable<KeyWeight> actual)
    {
        var weights = actual.ToDictionary(item => item.Key, item => item.Weight);
        foreach (var (key, weight) in expected)
        {
            var difference = Math.Abs(weight - weights.GetValueOrDefault(key));
            Assert.True(difference <= 1e-9 * Math.Abs(weight) + 1e-5, $"{key}: {weight} differs by {difference}");
        }
    }
}
