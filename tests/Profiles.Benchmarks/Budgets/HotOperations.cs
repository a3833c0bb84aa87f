using System.Buffers;
using System.Text;
using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Core.Folding;
using Profiles.Core.Text;
using Profiles.Core.Units;

namespace Profiles.Benchmarks.Budgets;

/// <summary>The operations that every event or request goes through.</summary>
public static class HotOperations
{
    private const int History = 64;
    private const int EventsEach = 16;

    private static readonly long Now = new DateTimeOffset(
        2026, 11, 20, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    /// <summary>All of them.</summary>
    public static IReadOnlyList<HotOperation> All { get; } =
    [
        new("event.parse", ParseEvents),
        new("record.encode", EncodeRecords),
        new("record.decode", DecodeRecords),
        new("record.dedupe-key", MakeDedupeKeys),
        new("fold.apply", ApplyEvents),
        new("fold.apply-duplicate", ApplyDuplicates),
        new("state.write", WriteStates),
        new("slate.make", HotSlates.Make),
        new("slate.make-for-another", HotSlates.MakeForAnother),
        new("assignment.hash-only", HotAssignments.HashOnly),
        new("assignment.two-conditions", HotAssignments.WithConditions),
        new("assignment.hundred", HotAssignments.Hundred),
    ];

    private static ContentTraits Traits { get; } = new(
        "c-1", ContentKind.Movie, ["Action", "Drama", "Crime"], ["uk"], null);

    private static ViewingEvent Event(int number) => new()
    {
        Id = $"event-{number:D8}",
        UserId = "user-00000001",
        ContentId = "c-1",
        Type = ViewingEventType.Progress,
        OccurredAtUnixMs = Now + number,
        PositionSeconds = number % 5000,
        DurationSeconds = 5400,
        Device = "tv",
    };

    private static void ParseEvents(int times)
    {
        var parser = new ViewingEventParser(EventLimits.Default, new Utf8StringPool());
        var json = Encoding.UTF8.GetBytes("""
            {"id":"event-00000001","userId":"user-00000001","contentId":"c-1","type":"progress","device":"tv",
            "occurredAt":"2026-11-20T00:00:00Z","positionSeconds":120,"durationSeconds":5400}
            """.ReplaceLineEndings(""));
        Allocated.Begin();
        for (var time = 0; time < times; time++)
        {
            if (!parser.TryParse(json, 0, Now, out _, out var rejection))
                throw new InvalidOperationException(rejection.Reason);
        }
    }

    private static void EncodeRecords(int times)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        var unit = UnitKey.User("default", "user-00000001");
        var viewing = Event(1);
        Allocated.Begin();
        for (var time = 0; time < times; time++)
        {
            buffer.ResetWrittenCount();
            UnitRecordCodec.EncodeEvent(buffer, unit, viewing, 1);
        }
    }

    private static void DecodeRecords(int times)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        UnitRecordCodec.EncodeEvent(buffer, UnitKey.User("default", "user-00000001"), Event(1), 1);
        var pool = new Utf8StringPool();
        Allocated.Begin();
        for (var time = 0; time < times; time++) UnitRecordCodec.Decode(buffer.WrittenSpan, pool, out _);
    }

    private static void MakeDedupeKeys(int times)
    {
        var unit = UnitKey.User("default", "user-00000001");
        Allocated.Begin();
        for (var time = 0; time < times; time++) UnitRecordCodec.DedupeKey(unit, "event-00000001");
    }

    /// <summary>
    /// New events of many viewers who have a history: ids are all different, contents and days the same.
    /// </summary>
    private static void ApplyEvents(int times)
    {
        var profiles = Enumerable.Range(0, times / EventsEach + 1).Select(_ => ProfileWithHistory()).ToArray();
        var events = Enumerable.Range(History, EventsEach).Select(Event).ToArray();
        Allocated.Begin();
        for (var time = 0; time < times; time++)
            ProfileFold.Apply(profiles[time / EventsEach], events[time % EventsEach], Traits);
    }

    private static void ApplyDuplicates(int times)
    {
        var profile = ProfileWithHistory();
        var known = Event(History - 1);
        Allocated.Begin();
        for (var time = 0; time < times; time++) ProfileFold.Apply(profile, known, Traits);
    }

    private static Profile ProfileWithHistory()
    {
        var profile = new Profile();
        for (var number = 0; number < History; number++) ProfileFold.Apply(profile, Event(number), Traits);
        return profile;
    }

    private static void WriteStates(int times)
    {
        var state = new UnitState();
        for (var number = 0; number < History; number++)
            UnitFold.Apply(state, number, new UnitRecord.Viewing(Event(number)), Traits);
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        Allocated.Begin();
        for (var time = 0; time < times; time++)
        {
            buffer.ResetWrittenCount();
            UnitStateBytes.Write(state, buffer);
        }
    }
}
