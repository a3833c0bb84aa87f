namespace Profiles.Core.Events;

/// <summary>The names of the fields of an event.</summary>
internal static class EventFields
{
    private static readonly string[] Names =
    [
        "", "id", "userId", "deviceId", "contentId", "type", "occurredAt",
        "positionSeconds", "durationSeconds", "value", "sessionId", "device", "territory", "slateId",
    ];

    public static string Name(this EventField field) => Names[(int)field];

    /// <summary>The field of a name; unknown where the schema has none.</summary>
    public static EventField Find(ReadOnlySpan<byte> name)
    {
        switch (name.Length)
        {
            case 2 when name.SequenceEqual("id"u8): return EventField.Id;
            case 4 when name.SequenceEqual("type"u8): return EventField.Type;
            case 5 when name.SequenceEqual("value"u8): return EventField.Value;
            case 6 when name.SequenceEqual("userId"u8): return EventField.UserId;
            case 6 when name.SequenceEqual("device"u8): return EventField.Device;
            case 7 when name.SequenceEqual("slateId"u8): return EventField.SlateId;
            case 8 when name.SequenceEqual("deviceId"u8): return EventField.DeviceId;
            case 9 when name.SequenceEqual("contentId"u8): return EventField.ContentId;
            case 9 when name.SequenceEqual("sessionId"u8): return EventField.SessionId;
            case 9 when name.SequenceEqual("territory"u8): return EventField.Territory;
            case 10 when name.SequenceEqual("occurredAt"u8): return EventField.OccurredAt;
            case 15 when name.SequenceEqual("positionSeconds"u8): return EventField.PositionSeconds;
            case 15 when name.SequenceEqual("durationSeconds"u8): return EventField.DurationSeconds;
            default: return EventField.Unknown;
        }
    }
}
