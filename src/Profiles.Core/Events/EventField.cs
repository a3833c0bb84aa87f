namespace Profiles.Core.Events;

/// <summary>The fields of an event that the schema names.</summary>
internal enum EventField : byte
{
    Unknown,
    Id,
    UserId,
    DeviceId,
    ContentId,
    Type,
    OccurredAt,
    PositionSeconds,
    DurationSeconds,
    Value,
    SessionId,
    Device,
    Territory,
    SlateId,
}
