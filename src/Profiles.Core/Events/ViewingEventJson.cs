using System.Text.Json;

namespace Profiles.Core.Events;

/// <summary>
/// Writes events as the schema says; what the parser reads back is the same event, but for its content revision.
/// </summary>
public static class ViewingEventJson
{
    /// <summary>Writes one event as one JSON object.</summary>
    public static void Write(Utf8JsonWriter writer, ViewingEvent viewingEvent)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, viewingEvent.Id);
        if (viewingEvent.UserId is not null) writer.WriteString("userId"u8, viewingEvent.UserId);
        if (viewingEvent.DeviceId is not null) writer.WriteString("deviceId"u8, viewingEvent.DeviceId);
        if (viewingEvent.ContentId is not null) writer.WriteString("contentId"u8, viewingEvent.ContentId);
        writer.WriteString("type"u8, viewingEvent.Type.Name());
        writer.WriteString("occurredAt"u8, viewingEvent.OccurredAt.UtcDateTime);
        if (viewingEvent.PositionSeconds is { } position) writer.WriteNumber("positionSeconds"u8, position);
        if (viewingEvent.DurationSeconds is { } duration) writer.WriteNumber("durationSeconds"u8, duration);
        if (viewingEvent.Value is { } value) writer.WriteNumber("value"u8, value);
        if (viewingEvent.SessionId is not null) writer.WriteString("sessionId"u8, viewingEvent.SessionId);
        if (viewingEvent.Device is not null) writer.WriteString("device"u8, viewingEvent.Device);
        if (viewingEvent.Territory is not null) writer.WriteString("territory"u8, viewingEvent.Territory);
        if (viewingEvent.SlateId is not null) writer.WriteString("slateId"u8, viewingEvent.SlateId);
        WriteExtensions(writer, viewingEvent.Extensions.Span);
        writer.WriteEndObject();
    }

    private static void WriteExtensions(Utf8JsonWriter writer, ReadOnlySpan<byte> extensions)
    {
        if (extensions.IsEmpty) return;

        var reader = new Utf8JsonReader(extensions);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            writer.WritePropertyName(reader.GetString()!);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            writer.WriteRawValue(extensions[start..(int)reader.BytesConsumed], skipInputValidation: true);
        }
    }
}
