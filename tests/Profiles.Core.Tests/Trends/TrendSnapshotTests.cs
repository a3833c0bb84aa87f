using FsCheck;
using FsCheck.Fluent;
using Profiles.Core.Catalogue;
using Profiles.Core.Events;
using Profiles.Core.Trends;
using Profiles.Core.Units;

namespace Profiles.Core.Tests.Trends;

public sealed class TrendSnapshotTests
{
    private const long Hour = 3_600_000;

    private static readonly UnitKey Ann = UnitKey.User("t", "ann");
    private static readonly long Start =
        new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    [Fact]
    public void Merge_WhenTheLogIsFoldedAgainElsewhere_GivesTheSameBits()
    {
        var plays = (from content in Gen.Choose(0, 30) from hours in Gen.Choose(0, 2000) select (content, hours))
            .ArrayOf(400);
        Laws.Hold(plays, log =>
        {
            var numbers = new ContentNumbers();
            var otherNumbers = new ContentNumbers();
            for (var i = 30; i >= 0; i--) otherNumbers.NumberOf($"c{i}");
            var at = Start + (2000 * Hour) + 12_345;
            var one = Fold(numbers, log, at);
            var other = Fold(otherNumbers, log, at);

            Assert.Equal(one.Positions.ToArray(), other.Positions.ToArray());
            for (var halfLife = 0; halfLife < TrendHalfLives.Count; halfLife++)
            {
                Assert.Equal(one.Sum(halfLife), other.Sum(halfLife));
                for (var number = 0; number < numbers.Count; number++)
                {
                    var count = other.Count(halfLife, otherNumbers.NumberOf(numbers.IdOf(number)));
                    Assert.Equal(
                        BitConverter.SingleToInt32Bits(one.Count(halfLife, number)),
                        BitConverter.SingleToInt32Bits(count));
                }

                Assert.Equal(
                    one.Top(halfLife, 12).ToArray().Select(numbers.IdOf),
                    other.Top(halfLife, 12).ToArray().Select(otherNumbers.IdOf));
            }
        });
    }

    [Fact]
    public void Merge_WhenThereAreManyPartitions_IsTheSumOfThem()
    {
        var numbers = new ContentNumbers();
        var partitions = Enumerable.Range(0, 3).Select(_ => new TrendCounters(numbers)).ToArray();
        for (var i = 0; i < 9; i++) Play(partitions[i % 3], 1 + (i / 3), "c", Start + (i * Hour));
        Play(partitions[2], 4, "d", Start);

        var snapshot = TrendSnapshot.Merge(numbers, partitions, Start + (9 * Hour));

        Assert.Equal((9f, 1f), (snapshot.Total(0), snapshot.Total(1)));
        Assert.Equal([3L, 3L, 4L], snapshot.Positions.ToArray());
        Assert.Equal(Start, snapshot.FirstSeenMs(0));
        Assert.Equal(snapshot.Count(0, 0) + snapshot.Count(0, 1), snapshot.Sum(0), 1e-5);
    }

    [Fact]
    public void Sum_WhenUsedAgain_IsAsNew()
    {
        var numbers = new ContentNumbers();
        var counters = new TrendCounters(numbers);
        var sum = new TrendSum(numbers);
        Play(counters, 1, "c", Start);
        sum.Begin(Start);
        sum.Add(counters);
        var first = sum.Finish();
        Play(counters, 2, "d", Start + Hour);
        sum.Begin(Start + Hour);
        sum.Add(counters);
        var second = sum.Finish();

        var fresh = TrendSnapshot.Merge(numbers, [counters], Start + Hour);
        Assert.Equal((1, 1f, 0f), (first.Length, first.Total(0), first.Total(1)));
        Assert.Equal(fresh.Counts(2).ToArray(), second.Counts(2).ToArray());
        Assert.Equal(fresh.Sum(2), second.Sum(2));
    }

    [Fact]
    public void Count_WhenTheEventIsFromTheFuture_IsBounded()
    {
        var numbers = new ContentNumbers();
        var counters = new TrendCounters(numbers);
        Play(counters, 1, "c", Start + (24 * Hour));

        var snapshot = TrendSnapshot.Merge(numbers, [counters], Start);

        for (var i = 0; i < TrendHalfLives.Count; i++) Assert.InRange(snapshot.Count(i, 0), 0.5f, 2f);
    }

    [Fact]
    public void Count_WhenNothingIsKnown_IsZero()
    {
        var numbers = new ContentNumbers();
        var snapshot = TrendSnapshot.Empty(numbers);

        Assert.Equal((0f, 0f, long.MaxValue), (snapshot.Count(0, 5), snapshot.Total(5), snapshot.FirstSeenMs(5)));
        Assert.True(snapshot.Top(0, 10).IsEmpty);
    }

    [Fact]
    public void Top_WhenCountsAreEqual_IsInOrderOfTheId()
    {
        var numbers = new ContentNumbers();
        var counters = new TrendCounters(numbers);
        var sequence = 0;
        foreach (var id in (string[])["d", "b", "c", "a", "b"]) Play(counters, ++sequence, id, Start);

        var snapshot = TrendSnapshot.Merge(numbers, [counters], Start);

        Assert.Equal(["b", "a", "c"], snapshot.Top(1, 3).ToArray().Select(numbers.IdOf));
        Assert.Equal(["b", "a", "c", "d"], snapshot.Top(1, 100).ToArray().Select(numbers.IdOf));
    }

    private static TrendSnapshot Fold(ContentNumbers numbers, (int Content, int Hours)[] log, long at)
    {
        TrendCounters[] partitions = [new(numbers), new(numbers)];
        for (var i = 0; i < log.Length; i++)
        {
            var (content, hours) = log[i];
            Play(partitions[content % 3 == 0 ? 0 : 1], i + 1, $"c{content}", Start + (hours * Hour));
        }

        return TrendSnapshot.Merge(numbers, partitions, at);
    }

    private static void Play(TrendCounters counters, long sequence, string content, long at) =>
        counters.Apply(sequence, Ann, TrendCountersTests.Record(content, ViewingEventType.Play, at));
}
