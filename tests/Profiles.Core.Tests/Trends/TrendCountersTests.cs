using System.Buffers;
using FsCheck;
using FsCheck.Fluent;
using Profiles.Core.Catalogue;
using Profiles.Core.Events;
using Profiles.Core.Trends;
using Profiles.Core.Units;

namespace Profiles.Core.Tests.Trends;

public sealed class TrendCountersTests
{
    private const long Hour = 3_600_000;

    private static readonly UnitKey Ann = UnitKey.User("t", "ann");
    private static readonly long Start =
        new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private static Gen<UnitRecord[]> Logs =>
        (from content in Gen.Choose(0, 40)
         from type in Gen.Choose(1, 11)
         from hours in Gen.Choose(0, 24 * 400)
         from hasSlate in Gen.Elements(true, false)
         select Record($"c{content}", (ViewingEventType)type, Start + (hours * Hour), hasSlate ? "s" : null))
        .ArrayOf(300);

    [Fact]
    public void Count_WhenAHalfLifeHasPassed_IsHalf()
    {
        var (numbers, counters) = New();
        counters.Apply(1, Ann, Record("c", ViewingEventType.Play, Start));

        var number = numbers.NumberOf("c");
        for (var i = 0; i < TrendHalfLives.Count; i++)
        {
            var later = Start + (TrendHalfLives.Hours[i] * Hour);
            Assert.Equal(0.5, TrendSnapshot.Merge(numbers, [counters], later).Count(i, number), 1e-6);
        }

        var snapshot = TrendSnapshot.Merge(numbers, [counters], Start + (1000 * Hour));
        Assert.Equal((1f, Start), (snapshot.Total(number), snapshot.FirstSeenMs(number)));
    }

    [Fact]
    public void Count_WhenEventsComeInAnotherOrder_IsTheSameValue() => Laws.Hold(Logs, log =>
    {
        var numbers = new ContentNumbers();
        var at = Start + (24 * 400 * Hour);
        var forward = TrendSnapshot.Merge(numbers, [Fold(numbers, log)], at);
        var backward = TrendSnapshot.Merge(numbers, [Fold(numbers, [.. log.Reverse()])], at);

        for (var number = 0; number < numbers.Count; number++)
        {
            for (var i = 0; i < TrendHalfLives.Count; i++)
                Assert.Equal(forward.Count(i, number), backward.Count(i, number), 1e-5);
            Assert.Equal(forward.Total(number), backward.Total(number));
            Assert.Equal(forward.FirstSeenMs(number), backward.FirstSeenMs(number));
        }
    });

    [Fact]
    public void Counters_WhenSavedAndReadAnywhere_EndInTheSameBits() => Laws.Hold(
        from log in Logs from cut in Gen.Choose(0, 300) select (log, cut),
        test =>
        {
            var numbers = new ContentNumbers();
            var whole = Fold(numbers, test.log);

            // The second process knows the contents by other numbers.
            var otherNumbers = new ContentNumbers();
            for (var i = 40; i >= 0; i--) otherNumbers.NumberOf($"c{i}");
            var stored = new Dictionary<int, byte[]>();
            var first = Fold(otherNumbers, test.log[..test.cut]);
            var head = Save(first, stored);
            var second = Read(otherNumbers, head, stored);
            for (var i = test.cut; i < test.log.Length; i++) second.Apply(i + 1, Ann, test.log[i]);
            Save(second, stored);

            Assert.Equal(AllBytes(whole), AllBytes(second));
        });

    [Fact]
    public void Counters_WhenTheLogIsDeliveredAgain_CountNothingTwice() => Laws.Hold(Logs, log =>
    {
        var (numbers, counters) = New();
        Apply(counters, log);
        var once = AllBytes(counters);
        Apply(counters, log);

        Assert.Equal(once, AllBytes(counters));
        Assert.Equal(log.Length, counters.LastSequence);
    });

    [Fact]
    public void Event_WhenForwardedByALinkedDevice_IsCountedWhereTheDeviceIs()
    {
        var (numbers, counters) = New();
        var record = new UnitRecord.Viewing(new ViewingEvent
        {
            Id = "e", DeviceId = "tv", ContentId = "c", Type = ViewingEventType.Play, OccurredAtUnixMs = Start,
        });
        counters.Apply(1, UnitKey.Device("t", "tv"), record);
        counters.Apply(2, Ann, record);

        Assert.Equal(1, TrendSnapshot.Merge(numbers, [counters], Start).Total(0));
    }

    [Fact]
    public void Event_WhenItSaysNothingOfDemand_TakesNoCell()
    {
        var (_, counters) = New();
        counters.Apply(1, Ann, Record("c", ViewingEventType.Dislike, Start));
        counters.Apply(2, Ann, Record("c", ViewingEventType.Impression, Start));
        counters.Apply(3, Ann, new UnitRecord.DeviceUnlinked(1));

        Assert.Equal((0, 3L), (counters.Count, counters.LastSequence));
    }

    [Fact]
    public void Event_WhenOfASlate_CountsAsImpressionOrClick()
    {
        var (numbers, counters) = New();
        counters.Apply(1, Ann, Record("c", ViewingEventType.Impression, Start, "s"));
        counters.Apply(2, Ann, Record("c", ViewingEventType.Impression, Start, "s"));
        counters.Apply(3, Ann, Record("c", ViewingEventType.Play, Start, "s"));
        counters.Apply(4, Ann, Record("c", ViewingEventType.Play, Start));

        var snapshot = TrendSnapshot.Merge(numbers, [counters], Start);
        Assert.Equal((2f, 1f, 2f), (snapshot.Impressions(0), snapshot.Clicks(0), snapshot.Total(0)));
    }

    [Fact]
    public void Counters_WhenNoNumberIsLeft_SayHowManyWereNotCounted()
    {
        var counters = new TrendCounters(new ContentNumbers(maxContents: 1));
        counters.Apply(1, Ann, Record("a", ViewingEventType.Play, Start));
        counters.Apply(2, Ann, Record("b", ViewingEventType.Play, Start));

        Assert.Equal((1, 1L), (counters.Count, counters.Uncounted));
    }

    [Fact]
    public void Head_WhenOfAnotherVersion_AsksToCountAgain()
    {
        var (_, counters) = New();
        var head = new ArrayBufferWriter<byte>();
        counters.WriteHead(head);
        var bytes = head.WrittenSpan.ToArray();
        bytes[0] = 99;

        Assert.Equal(-1, New().Counters.ReadHead(bytes));
        bytes[0] = TrendCounters.Version;
        bytes[2]++;
        Assert.Equal(-1, New().Counters.ReadHead(bytes));
    }

    internal static UnitRecord Record(string content, ViewingEventType type, long unixMs, string? slate = null) =>
        new UnitRecord.Viewing(new ViewingEvent
        {
            Id = "e", UserId = "ann", ContentId = content, Type = type, OccurredAtUnixMs = unixMs, SlateId = slate,
        });

    private static (ContentNumbers Numbers, TrendCounters Counters) New()
    {
        var numbers = new ContentNumbers();
        return (numbers, new TrendCounters(numbers));
    }

    private static TrendCounters Fold(ContentNumbers numbers, UnitRecord[] log)
    {
        var counters = new TrendCounters(numbers);
        Apply(counters, log);
        return counters;
    }

    private static void Apply(TrendCounters counters, UnitRecord[] log)
    {
        for (var i = 0; i < log.Length; i++) counters.Apply(i + 1, Ann, log[i]);
    }

    private static byte[] Save(TrendCounters counters, Dictionary<int, byte[]> stored)
    {
        var changed = new List<int>();
        counters.TakeChangedBlocks(changed);
        foreach (var block in changed) stored[block] = Bytes(writer => counters.WriteBlock(block, writer));
        return Bytes(counters.WriteHead);
    }

    private static TrendCounters Read(ContentNumbers numbers, byte[] head, Dictionary<int, byte[]> stored)
    {
        var counters = new TrendCounters(numbers);
        var cells = counters.ReadHead(head);
        for (var block = 0; counters.Count < cells; block++) counters.ReadBlock(stored[block]);
        Assert.Equal(cells, counters.Count);
        return counters;
    }

    private static byte[] AllBytes(TrendCounters counters) => Bytes(writer =>
    {
        counters.WriteHead(writer);
        for (var block = 0; block < counters.BlockCount; block++) counters.WriteBlock(block, writer);
    });

    private static byte[] Bytes(Action<IBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
