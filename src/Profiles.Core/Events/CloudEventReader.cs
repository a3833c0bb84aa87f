using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Profiles.Core.Text;

namespace Profiles.Core.Events;

/// <summary>
/// Reads a CloudEvent 1.0 in JSON (cloudevents/spec, JSON event format). Its data is the event; what the data lacks
/// is taken from the envelope: <c>id</c> from id, <c>occurredAt</c> from time, <c>type</c> from the part of type
/// after its last dot.
/// </summary>
internal sealed class CloudEventReader(EventObjectReader objects)
{
    /// <summary>Reads the envelope that the reader has just entered; false where the text ends inside it.</summary>
    public bool TryRead(ref Utf8JsonReader reader, ReadOnlySpan<byte> source, ref EventDraft draft)
    {
        var depth = reader.CurrentDepth;
        var envelope = default(Envelope);
        var hasData = false;
        string? wrong = null;
        while (true)
        {
            if (!reader.Read()) return false;
            if (reader.TokenType == JsonTokenType.EndObject) break;

            var name = NameOf(reader);
            if (!reader.Read()) return false;

            if (name == "data" && reader.TokenType == JsonTokenType.StartObject)
            {
                hasData = true;
                if (!objects.TryRead(ref reader, source, ref draft)) return false;
                continue;
            }

            if (name == "data_base64" && reader.TokenType == JsonTokenType.String)
            {
                hasData = true;
                wrong ??= ReadBase64(reader, ref draft);
            }
            else if (name == "data" && reader.TokenType != JsonTokenType.Null)
            {
                wrong ??= "data is not an object";
            }
            else if (name is not null)
            {
                wrong ??= envelope.Set(name, reader);
            }

            if (!objects.TrySkip(ref reader, depth, ref draft)) return false;
        }

        wrong ??= hasData ? envelope.Check() : "there is no data";
        if (wrong is not null)
            draft.Reject(
                EventField.Unknown, RejectionCodes.InvalidCloudEvent, $"The CloudEvent is not valid: {wrong}.");
        envelope.Complete(ref draft);
        return true;
    }

    private static string? NameOf(scoped in Utf8JsonReader reader)
    {
        Span<byte> buffer = stackalloc byte[64];
        return JsonText.TryGet(reader, 32, buffer, out var name, out _) ? Encoding.UTF8.GetString(name) : null;
    }

    private string? ReadBase64(scoped in Utf8JsonReader reader, ref EventDraft draft)
    {
        const string NotJson = "data_base64 does not hold a JSON object";
        if (!reader.TryGetBytesFromBase64(out var bytes)) return "data_base64 is not base64";
        if (!Utf8.IsValid(bytes)) return NotJson;

        try
        {
            var inner = new Utf8JsonReader(bytes, isFinalBlock: false, default);
            return inner.Read() && inner.TokenType == JsonTokenType.StartObject
                && objects.TryRead(ref inner, bytes, ref draft)
                    ? null
                    : NotJson;
        }
        catch (JsonException)
        {
            return NotJson;
        }
    }

    private struct Envelope
    {
        private string? _version;
        private string? _id;
        private string? _source;
        private string? _type;
        private string? _time;
        private string? _contentType;

        public string? Set(string name, scoped in Utf8JsonReader reader)
        {
            if (name is not ("specversion" or "id" or "source" or "type" or "time" or "datacontenttype")) return null;
            if (reader.TokenType == JsonTokenType.Null) return null;
            if (reader.TokenType != JsonTokenType.String) return $"{name} is not a string";

            Span<byte> buffer = stackalloc byte[JsonText.MaxBytes];
            if (!JsonText.TryGet(reader, JsonText.MaxBytes, buffer, out var utf8, out _))
                return $"{name} is too long or not a valid text";

            if (JsonText.HasControlCharacter(utf8)) return $"{name} holds a control character";

            var text = Encoding.UTF8.GetString(utf8);
            switch (name)
            {
                case "specversion": _version = text; break;
                case "id": _id = text; break;
                case "source": _source = text; break;
                case "type": _type = text; break;
                case "time": _time = text; break;
                default: _contentType = text; break;
            }

            return null;
        }

        public readonly string? Check()
        {
            if (_version != "1.0") return "specversion is not 1.0";
            if (string.IsNullOrEmpty(_id)) return "id is missing";
            if (string.IsNullOrEmpty(_source)) return "source is missing";
            if (string.IsNullOrEmpty(_type)) return "type is missing";
            return _contentType is null || _contentType.Contains("json", StringComparison.OrdinalIgnoreCase)
                ? null
                : "datacontenttype is not JSON";
        }

        public readonly void Complete(ref EventDraft draft)
        {
            if (draft.Id is null && _id is { Length: > 0 and <= 256 }) draft.Id = _id;
            if (draft.Type == default && _type is not null)
            {
                var name = _type[(_type.LastIndexOf('.') + 1)..];
                if (!ViewingEventTypes.TryParse(name, out draft.Type))
                    draft.Reject(
                        EventField.Type, RejectionCodes.UnknownEventType,
                        $"The type '{_type}' ends in none that is known.");
            }

            if (draft.HasTime || _time is null) return;

            draft.HasTime = Rfc3339.TryParse(Encoding.UTF8.GetBytes(_time), out draft.OccurredAtUnixMs);
            if (!draft.HasTime)
                draft.Reject(
                    EventField.OccurredAt, RejectionCodes.InvalidFormat, "The CloudEvent's time is not of RFC 3339.");
        }
    }
}
