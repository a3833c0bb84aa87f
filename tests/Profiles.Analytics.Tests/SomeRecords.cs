using Profiles.Analytics.Rows;
using Profiles.Core.Events;
using Profiles.Core.Experiments.Exposures;
using Profiles.Core.Units;

namespace Profiles.Analytics.Tests;

/// <summary>Records as they stand in the log.</summary>
internal static class SomeRecords
{
    public const string Tenant = "default";

    /// <summary>2026-01-01 00:00 UTC.</summary>
    public const long Start = 1_767_225_600_000;

    public const long Hour = 3_600_000;

    public const long Day = 24 * Hour;

    public static UnitKey User(string id) => UnitKey.User(Tenant, id);

    public static UnitKey Device(string id) => UnitKey.Device(Tenant, id);

    public static (UnitKey Unit, UnitRecord Record) Exposed(
        UnitKey unit, string variant, long time, string experiment = "checkout", int bucketVersion = 0,
        string? hashAttribute = null, string? hashValue = null, string? kind = null) =>
        (unit, new UnitRecord.Exposed(new Exposure
        {
            Experiment = experiment, Variant = variant, BucketVersion = bucketVersion, OccurredAtUnixMs = time,
            HashAttribute = hashAttribute ?? (unit.Kind == UnitKind.User ? "id" : "deviceId"),
            HashValue = hashValue ?? unit.Id, PlanVersion = 3, SlateId = "s1",
            Dimensions =
            [
                new("device", "tv"), .. kind is null ? [] : (KeyValuePair<string, string>[])[new("kind.of", kind)],
                new("plan", "gold"), new("territory", "GB"),
            ],
        }));

    public static (UnitKey Unit, UnitRecord Record) Happened(
        UnitKey unit, string id, ViewingEventType type, long time, string? content = "c1", double? value = null,
        double? position = null, double? duration = null, string? session = null) =>
        (unit, new UnitRecord.Viewing(new ViewingEvent
        {
            Id = id, UserId = unit.Kind == UnitKind.User ? unit.Id : null,
            DeviceId = unit.Kind == UnitKind.Device ? unit.Id : null, ContentId = content, Type = type,
            OccurredAtUnixMs = time, Value = value, PositionSeconds = position, DurationSeconds = duration,
            Device = "tv", Territory = "GB", SessionId = session,
        }));

    /// <summary>What a linked device sent, as it stands in its user's partition.</summary>
    public static (UnitKey Unit, UnitRecord Record) CopyFor(UnitKey user, (UnitKey Unit, UnitRecord Record) original) =>
        (user, original.Record);

    public static (UnitKey Unit, UnitRecord Record) Linked(UnitKey device, string user, int generation = 1) =>
        (device, new UnitRecord.DeviceLinked(user, generation));

    public static (UnitKey Unit, UnitRecord Record) Unlinked(UnitKey device, int generation = 1) =>
        (device, new UnitRecord.DeviceUnlinked(generation));

    public static LogEntries Run(
        int partition, long firstSequence, params IEnumerable<(UnitKey Unit, UnitRecord Record)> records)
    {
        var run = new LogEntries(partition, firstSequence);
        foreach (var (unit, record) in records) run.Add(unit, record, Start);
        return run;
    }
}
