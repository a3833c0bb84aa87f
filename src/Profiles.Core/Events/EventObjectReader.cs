using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Profiles.Core.Text;

namespace Profiles.Core.Events;

/// <summary>
/// Reads the fields of one event object into a draft, all of them even where one is wrong, so that the reader stands
/// at the object's end and the next event of the batch is not affected.
/// </summary>
internal sealed class EventObjectReader(EventLimits limits, Utf8StringPool pool)
{
    private const int BufferBytes = JsonText.MaxBytes;

    /// <summary>Reads the object that the reader has just entered.</summary>
    /// <param name="reader">At the opening brace; at the closing one afterwards.</param>
    /// <param name="source">What the reader reads.</param>
    /// <param name="draft">What was found.</param>
    /// <returns>False where the text ends inside the object.</returns>
    [SkipLocalsInit]
    public bool TryRead(ref Utf8JsonReader reader, ReadOnlySpan<byte> source, ref EventDraft draft)
    {
        Span<byte> buffer = stackalloc byte[BufferBytes];
        var depth = reader.CurrentDepth;
        while (true)
        {
            if (!reader.Read()) return false;
            if (reader.TokenType == JsonTokenType.EndObject) return true;

            var start = (int)reader.TokenStartIndex;
            var field = FieldOf(reader, buffer);
            if (!reader.Read()) return false;

            if (field == EventField.Unknown)
            {
                if (!TrySkip(ref reader, depth, ref draft)) return false;
                draft.AddExtension(source[start..(int)reader.BytesConsumed]);
            }
            else
            {
                draft.Begin(field);
                if (!TryReadField(ref reader, field, depth, buffer, ref draft)) return false;
            }
        }
    }

    /// <summary>Passes the value at the reader; false where the text ends inside it.</summary>
    public bool TrySkip(ref Utf8JsonReader reader, int depth, ref EventDraft draft)
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return true;

        var level = reader.CurrentDepth;
        var deepest = level;
        do
        {
            if (!reader.Read()) return false;
            deepest = Math.Max(deepest, reader.CurrentDepth);
        }
        while (reader.CurrentDepth > level
            || reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray));

        // The event is one level itself; CurrentDepth of a bracket is that of what it stands in.
        if (deepest - depth + 1 > limits.MaxDepth)
            draft.Reject(
                EventField.Unknown, RejectionCodes.TooDeep, $"The event has more than {limits.MaxDepth} levels.");
        return true;
    }

    private static EventField FieldOf(scoped in Utf8JsonReader reader, scoped Span<byte> buffer)
    {
        if (!reader.ValueIsEscaped) return EventFields.Find(reader.ValueSpan);
        return JsonText.TryGet(reader, 15, buffer, out var name, out _) ? EventFields.Find(name) : EventField.Unknown;
    }

    private bool TryReadField(
        ref Utf8JsonReader reader, EventField field, int depth, scoped Span<byte> buffer, ref EventDraft draft)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String when !IsNumeric(field):
                ReadText(reader, field, buffer, ref draft);
                return true;
            case JsonTokenType.Number when IsNumeric(field):
                ReadNumber(reader, field, ref draft);
                return true;
            case JsonTokenType.Null:
                Clear(field, ref draft);
                return true;
            default:
                var expected = IsNumeric(field) ? "a number" : "a string";
                draft.Reject(field, RejectionCodes.WrongType, $"The field {field.Name()} is not {expected}.");
                return TrySkip(ref reader, depth, ref draft);
        }
    }

    private static bool IsNumeric(EventField field) =>
        field is EventField.PositionSeconds or EventField.DurationSeconds or EventField.Value;

    private void ReadNumber(scoped in Utf8JsonReader reader, EventField field, ref EventDraft draft)
    {
        var max = field == EventField.Value ? limits.MaxValue : limits.MaxSeconds;
        if (!reader.TryGetDouble(out var number) || !(number >= 0 && number <= max))
        {
            draft.Reject(field, RejectionCodes.NumberOutOfRange, $"The field {field.Name()} is not within 0 to {max}.");
            return;
        }

        // −0 is 0, or the same event would have two forms.
        number += 0.0;
        switch (field)
        {
            case EventField.PositionSeconds: draft.Position = number; break;
            case EventField.DurationSeconds: draft.Duration = number; break;
            default: draft.Value = number; break;
        }
    }

    private void ReadText(
        scoped in Utf8JsonReader reader, EventField field, scoped Span<byte> buffer, ref EventDraft draft)
    {
        var max = field switch
        {
            EventField.Device or EventField.Territory or EventField.Type => limits.MaxFieldBytes,
            EventField.OccurredAt => Rfc3339.MaxLength,
            _ => limits.MaxIdBytes,
        };
        scoped ReadOnlySpan<byte> text;
        if (!reader.ValueIsEscaped && reader.ValueSpan.Length <= max)
        {
            text = reader.ValueSpan;
        }
        else if (!JsonText.TryGet(reader, max, buffer, out var unescaped, out var isValid))
        {
            RejectText(field, max, isValid, ref draft);
            return;
        }
        else
        {
            text = unescaped;
        }

        if (field == EventField.Type)
        {
            if (!ViewingEventTypes.TryParse(text, out draft.Type))
                draft.Reject(
                    field, RejectionCodes.UnknownEventType,
                    $"The type '{Encoding.UTF8.GetString(text)}' is not known.");
        }
        else if (field == EventField.OccurredAt)
        {
            draft.HasTime = Rfc3339.TryParse(text, out draft.OccurredAtUnixMs);
            if (!draft.HasTime) RejectText(field, max, true, ref draft);
        }
        else
        {
            Set(field, text, ref draft);
        }
    }

    private static void RejectText(EventField field, int max, bool isValid, ref EventDraft draft)
    {
        if (!isValid)
            draft.Reject(
                field, RejectionCodes.InvalidUtf8, $"The field {field.Name()} holds half of a surrogate pair.");
        else if (field == EventField.OccurredAt)
            draft.Reject(
                field, RejectionCodes.InvalidFormat,
                "The field occurredAt is not a time of RFC 3339 with an offset, such as 2026-01-31T20:15:00Z.");
        else
            draft.Reject(
                field, RejectionCodes.FieldTooLarge, $"The field {field.Name()} has more than {max} bytes.");
    }

    private void Set(EventField field, ReadOnlySpan<byte> text, ref EventDraft draft)
    {
        if (text.IsEmpty)
        {
            // An empty device or territory is one that is not given; an empty id is a mistake.
            Clear(field, ref draft);
            if (field is not (EventField.Device or EventField.Territory))
                draft.Reject(field, RejectionCodes.EmptyId, $"The field {field.Name()} is empty.");
            return;
        }

        if (JsonText.HasControlCharacter(text))
        {
            draft.Reject(
                field, RejectionCodes.InvalidFormat, $"The field {field.Name()} holds a control character.");
            return;
        }

        switch (field)
        {
            case EventField.Id: draft.Id = Encoding.UTF8.GetString(text); break;
            case EventField.UserId: draft.UserId = Encoding.UTF8.GetString(text); break;
            case EventField.DeviceId: draft.DeviceId = Encoding.UTF8.GetString(text); break;
            case EventField.ContentId: draft.ContentId = pool.GetOrAdd(text); break;
            case EventField.SessionId: draft.SessionId = Encoding.UTF8.GetString(text); break;
            case EventField.Device: draft.Device = pool.GetOrAdd(text); break;
            case EventField.Territory: draft.Territory = pool.GetOrAdd(text); break;
            case EventField.SlateId: draft.SlateId = Encoding.UTF8.GetString(text); break;
            default: throw new ArgumentOutOfRangeException(nameof(field), field, "Not a text.");
        }
    }

    private static void Clear(EventField field, ref EventDraft draft)
    {
        switch (field)
        {
            case EventField.Id: draft.Id = null; break;
            case EventField.UserId: draft.UserId = null; break;
            case EventField.DeviceId: draft.DeviceId = null; break;
            case EventField.ContentId: draft.ContentId = null; break;
            case EventField.Type: draft.Type = default; break;
            case EventField.OccurredAt: draft.HasTime = false; break;
            case EventField.PositionSeconds: draft.Position = double.NaN; break;
            case EventField.DurationSeconds: draft.Duration = double.NaN; break;
            case EventField.Value: draft.Value = double.NaN; break;
            case EventField.SessionId: draft.SessionId = null; break;
            case EventField.Device: draft.Device = null; break;
            case EventField.Territory: draft.Territory = null; break;
            case EventField.SlateId: draft.SlateId = null; break;
            default: throw new ArgumentOutOfRangeException(nameof(field), field, "Not a field.");
        }
    }
}
