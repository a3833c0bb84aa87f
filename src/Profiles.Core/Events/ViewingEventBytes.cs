using Profiles.Core.Binary;
using Profiles.Core.Text;
using Profiles.Core.Units;

namespace Profiles.Core.Events;

/// <summary>The body of a viewing record; the layout is in <see cref="UnitRecordCodec"/>.</summary>
internal static class ViewingEventBytes
{
    // Which fields follow, in the order of the bits. New fields take new bits of a new version.
    private const uint UserIsUnit = 1 << 0;
    private const uint User = 1 << 1;
    private const uint DeviceIsUnit = 1 << 2;
    private const uint DeviceId = 1 << 3;
    private const uint ContentId = 1 << 4;
    private const uint Position = 1 << 5;
    private const uint Duration = 1 << 6;
    private const uint Value = 1 << 7;
    private const uint Session = 1 << 8;
    private const uint Device = 1 << 9;
    private const uint Territory = 1 << 10;
    private const uint Slate = 1 << 11;
    private const uint Revision = 1 << 12;
    private const uint Extensions = 1 << 13;
    private const uint Known = (1 << 14) - 1;

    private static readonly long EarliestTime = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long LatestTime = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public static void Write(ref SpanWriter writer, UnitKey unit, ViewingEvent e, int contentRevision)
    {
        var present = Presence(unit, e, contentRevision);
        writer.Unsigned(present);
        writer.Byte((byte)e.Type);
        writer.Signed(e.OccurredAtUnixMs);
        writer.String(e.Id);
        if ((present & User) != 0) writer.String(e.UserId!);
        if ((present & DeviceId) != 0) writer.String(e.DeviceId!);
        if ((present & ContentId) != 0) writer.String(e.ContentId!);
        if ((present & Position) != 0) writer.Double(e.PositionSeconds.GetValueOrDefault());
        if ((present & Duration) != 0) writer.Double(e.DurationSeconds.GetValueOrDefault());
        if ((present & Value) != 0) writer.Double(e.Value.GetValueOrDefault());
        if ((present & Session) != 0) writer.String(e.SessionId!);
        if ((present & Device) != 0) writer.String(e.Device!);
        if ((present & Territory) != 0) writer.String(e.Territory!);
        if ((present & Slate) != 0) writer.String(e.SlateId!);
        if ((present & Revision) != 0) writer.Unsigned((uint)contentRevision);
        if ((present & Extensions) != 0) writer.Bytes(e.Extensions.Span);
    }

    public static ViewingEvent Read(ref SpanReader reader, UnitKey unit, Utf8StringPool pool)
    {
        var present = reader.Unsigned();
        if (present > Known) throw new UnknownRecordException($"Event fields {present:X} are not all of this build.");

        var type = (ViewingEventType)reader.Byte();
        if (!type.IsKnown()) throw new UnknownRecordException($"Event type {(byte)type} is not one of this build.");

        return new ViewingEvent
        {
            Type = type,
            OccurredAtUnixMs = ReadTime(ref reader),
            Id = reader.String(),
            UserId = (present & UserIsUnit) != 0 ? unit.Id : (present & User) != 0 ? reader.String() : null,
            DeviceId = (present & DeviceIsUnit) != 0 ? unit.Id : (present & DeviceId) != 0 ? reader.String() : null,
            ContentId = (present & ContentId) != 0 ? reader.String(pool) : null,
            PositionSeconds = (present & Position) != 0 ? reader.Double() : null,
            DurationSeconds = (present & Duration) != 0 ? reader.Double() : null,
            Value = (present & Value) != 0 ? reader.Double() : null,
            SessionId = (present & Session) != 0 ? reader.String() : null,
            Device = (present & Device) != 0 ? reader.String(pool) : null,
            Territory = (present & Territory) != 0 ? reader.String(pool) : null,
            SlateId = (present & Slate) != 0 ? reader.String() : null,
            ContentRevision = (present & Revision) != 0 ? reader.Int32() : 0,
            Extensions = (present & Extensions) != 0 ? reader.Bytes().ToArray() : default,
        };
    }

    private static long ReadTime(ref SpanReader reader)
    {
        var unixMs = reader.Signed();
        return unixMs >= EarliestTime && unixMs <= LatestTime
            ? unixMs
            : throw new InvalidDataException($"The event time {unixMs} is not a date.");
    }

    private static uint Presence(UnitKey unit, ViewingEvent e, int contentRevision)
    {
        var present = 0u;
        if (e.UserId is not null)
            present |= unit.Kind == UnitKind.User && e.UserId == unit.Id ? UserIsUnit : User;
        if (e.DeviceId is not null)
            present |= unit.Kind == UnitKind.Device && e.DeviceId == unit.Id ? DeviceIsUnit : DeviceId;
        if (e.ContentId is not null) present |= ContentId;
        if (e.PositionSeconds is not null) present |= Position;
        if (e.DurationSeconds is not null) present |= Duration;
        if (e.Value is not null) present |= Value;
        if (e.SessionId is not null) present |= Session;
        if (e.Device is not null) present |= Device;
        if (e.Territory is not null) present |= Territory;
        if (e.SlateId is not null) present |= Slate;
        if (contentRevision != 0) present |= Revision;
        if (!e.Extensions.IsEmpty) present |= Extensions;
        return present;
    }
}
