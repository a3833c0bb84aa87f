using System.Diagnostics.CodeAnalysis;
using Profiles.Core.Units;

namespace Profiles.Core.Events;

/// <summary>
/// One thing that a viewer did or was shown, as accepted: everything in it is valid. Immutable.
/// Source: the schema at <see cref="ViewingEventSchema"/> and <c>docs/events.md</c>.
/// </summary>
public sealed record ViewingEvent
{
    // NaN stands for "not given": a parsed event never holds one, and a Nullable<double> would take twice the room.
    private readonly double _positionSeconds = double.NaN;
    private readonly double _durationSeconds = double.NaN;
    private readonly double _value = double.NaN;

    /// <summary>The sender's id of the event, unique within the unit; sending it again changes nothing.</summary>
    public required string Id { get; init; }

    /// <summary>The user, where known. At least one of user and device is given.</summary>
    public string? UserId { get; init; }

    /// <summary>The device, where known.</summary>
    public string? DeviceId { get; init; }

    /// <summary>The content that the event is about, where it is about one.</summary>
    public string? ContentId { get; init; }

    /// <summary>What happened.</summary>
    public required ViewingEventType Type { get; init; }

    /// <summary>When it happened, in milliseconds since 1970-01-01 UTC.</summary>
    public required long OccurredAtUnixMs { get; init; }

    /// <summary>When it happened, in UTC, to the millisecond.</summary>
    public DateTimeOffset OccurredAt => DateTimeOffset.FromUnixTimeMilliseconds(OccurredAtUnixMs);

    /// <summary>Where playback is, in seconds from the start; null where not given.</summary>
    public double? PositionSeconds
    {
        get => double.IsNaN(_positionSeconds) ? null : _positionSeconds;
        init => _positionSeconds = value ?? double.NaN;
    }

    /// <summary>How long the content is, in seconds; null where not given.</summary>
    public double? DurationSeconds
    {
        get => double.IsNaN(_durationSeconds) ? null : _durationSeconds;
        init => _durationSeconds = value ?? double.NaN;
    }

    /// <summary>
    /// How much, where the event has an amount: of a rating, 0 (worst) to 1 (best). Null where not given.
    /// </summary>
    public double? Value
    {
        get => double.IsNaN(_value) ? null : _value;
        init => _value = value ?? double.NaN;
    }

    /// <summary>The sender's session, where given. The fold finds sessions by itself.</summary>
    public string? SessionId { get; init; }

    /// <summary>The kind of device, such as <c>tv</c> or <c>phone</c>, where given.</summary>
    public string? Device { get; init; }

    /// <summary>The territory, such as <c>GB</c>, where given.</summary>
    public string? Territory { get; init; }

    /// <summary>The slate that showed the content, where given.</summary>
    public string? SlateId { get; init; }

    /// <summary>
    /// The revision of the content in the catalogue when the event entered the log, stamped there; 0 where it was
    /// unknown. Never read from what a client sends.
    /// </summary>
    public int ContentRevision { get; init; }

    /// <summary>
    /// The fields that the schema does not name, as one JSON object in UTF-8; empty where there were none. Kept,
    /// never folded.
    /// </summary>
    public ReadOnlyMemory<byte> Extensions { get; init; }

    /// <summary>The unit whose profile the event changes: the user where known, otherwise the device.</summary>
    /// <exception cref="InvalidOperationException">Neither is given, which no accepted event is.</exception>
    public UnitKey Unit(string tenant) =>
        UserId is not null ? UnitKey.User(tenant, UserId)
        : DeviceId is not null ? UnitKey.Device(tenant, DeviceId)
        : throw new InvalidOperationException($"Event '{Id}' has neither a user nor a device.");

    /// <summary>Equal in every field; extensions by their bytes.</summary>
    public bool Equals([NotNullWhen(true)] ViewingEvent? other) =>
        other is not null
        && Id == other.Id && UserId == other.UserId && DeviceId == other.DeviceId && ContentId == other.ContentId
        && Type == other.Type && OccurredAtUnixMs == other.OccurredAtUnixMs
        && _positionSeconds.Equals(other._positionSeconds) && _durationSeconds.Equals(other._durationSeconds)
        && _value.Equals(other._value)
        && SessionId == other.SessionId && Device == other.Device && Territory == other.Territory
        && SlateId == other.SlateId && ContentRevision == other.ContentRevision
        && Extensions.Span.SequenceEqual(other.Extensions.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, OccurredAtUnixMs, Type);
}
