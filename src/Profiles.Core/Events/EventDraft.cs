namespace Profiles.Core.Events;

/// <summary>An event while its fields are read, in whatever order they stand, and what was wrong with them.</summary>
internal struct EventDraft
{
    public string? Id;
    public string? UserId;
    public string? DeviceId;
    public string? ContentId;
    public ViewingEventType Type;
    public bool HasTime;
    public long OccurredAtUnixMs;
    public double Position;
    public double Duration;
    public double Value;
    public string? SessionId;
    public string? Device;
    public string? Territory;
    public string? SlateId;
    public byte[]? Extensions;
    public int ExtensionsLength;

    private uint _wrong;
    private EventField _firstField;
    private string? _code;
    private string? _reason;

    public static EventDraft Empty => new() { Position = double.NaN, Duration = double.NaN, Value = double.NaN };

    /// <summary>A field is not as it should be, unless it stands again further on.</summary>
    public void Reject(EventField field, string code, string reason)
    {
        _wrong |= 1u << (int)field;
        if (_code is not null) return;

        _firstField = field;
        _code = code;
        _reason = reason;
    }

    /// <summary>A field begins: if it was there before, this one counts.</summary>
    public void Begin(EventField field)
    {
        if (_wrong == 0) return;

        _wrong &= ~(1u << (int)field);
        if (_code is not null && _firstField == field) _code = null;
    }

    public void AddExtension(ReadOnlySpan<byte> nameAndValue)
    {
        var needed = ExtensionsLength + nameAndValue.Length + 2;
        if (Extensions is null) Extensions = new byte[needed];
        else if (Extensions.Length < needed) Array.Resize(ref Extensions, needed * 2);

        // The closing brace of the one before becomes the comma.
        if (ExtensionsLength == 0) Extensions[ExtensionsLength++] = (byte)'{';
        else Extensions[ExtensionsLength - 1] = (byte)',';
        nameAndValue.CopyTo(Extensions.AsSpan(ExtensionsLength));
        ExtensionsLength += nameAndValue.Length;
        Extensions[ExtensionsLength++] = (byte)'}';
    }

    public readonly ViewingEvent? Finish(int index, EventLimits limits, long nowUnixMs, out EventRejection? rejection)
    {
        rejection = null;
        if (_wrong != 0)
            rejection = _code is not null
                ? new EventRejection(index, _code, _reason!)
                : new EventRejection(index, RejectionCodes.WrongType, "More than one field is not as the schema says.");
        else if (Id is null)
            rejection = Missing(index, "id");
        else if (Type == default)
            rejection = Missing(index, "type");
        else if (!HasTime)
            rejection = Missing(index, "occurredAt");
        else if (UserId is null && DeviceId is null)
            rejection = new EventRejection(
                index, RejectionCodes.MissingUnit, "Neither userId nor deviceId is given; one of them is required.");
        else
            rejection = EventTime.Check(index, OccurredAtUnixMs, limits, nowUnixMs);
        return rejection is null ? Create() : null;
    }

    private static EventRejection Missing(int index, string field) =>
        new(index, RejectionCodes.MissingField, $"The field {field} is required.");

    private readonly ViewingEvent Create() => new()
    {
        Id = Id!,
        UserId = UserId,
        DeviceId = DeviceId,
        ContentId = ContentId,
        Type = Type,
        OccurredAtUnixMs = OccurredAtUnixMs,
        PositionSeconds = double.IsNaN(Position) ? null : Position,
        DurationSeconds = double.IsNaN(Duration) ? null : Duration,
        Value = double.IsNaN(Value) ? null : Value,
        SessionId = SessionId,
        Device = Device,
        Territory = Territory,
        SlateId = SlateId,
        Extensions = Extensions is null ? default : Extensions.AsMemory(0, ExtensionsLength),
    };
}
