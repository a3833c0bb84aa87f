using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Profiles.Core.Events;
using Profiles.Core.Text;

namespace Profiles.Core.Content;

/// <summary>Reads the fields of one content, up to the first that is wrong.</summary>
internal sealed class ContentObjectReader(JsonElement element, int index, EventLimits limits)
{
    private EventRejection? _rejection;

    public ContentItem? Read(out EventRejection? rejection)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            rejection = new EventRejection(index, RejectionCodes.NotAnObject, "The content is not a JSON object.");
            return null;
        }

        var content = new ContentItem
        {
            Id = RequiredText("id", limits.MaxIdBytes),
            Kind = Kind(),
            Title = RequiredText("title", ContentParser.MaxTitleBytes),
            Genres = Texts("genres", ContentParser.MaxKeys),
            Tags = Texts("tags", ContentParser.MaxKeys),
            SeriesId = Text("seriesId", limits.MaxIdBytes),
            Season = Whole("season"),
            Episode = Whole("episode"),
            ReleasedAt = Time("releasedAt"),
            AvailableFrom = Time("availableFrom"),
            AvailableUntil = Time("availableUntil"),
            StartsAt = Time("startsAt"),
            EndsAt = Time("endsAt"),
            Territories = Texts("territories", ContentParser.MaxTerritories),
            Maturity = Text("maturity", ContentParser.MaxKeyBytes),
            DurationSeconds = Number("durationSeconds", limits.MaxSeconds),
        };
        if (content.EndsAt < content.StartsAt)
            Reject(RejectionCodes.TimeOutOfRange, "endsAt is before startsAt.");
        if (content.AvailableUntil < content.AvailableFrom)
            Reject(RejectionCodes.TimeOutOfRange, "availableUntil is before availableFrom.");
        rejection = _rejection;
        return rejection is null ? content : null;
    }

    private void Reject(string code, string reason) => _rejection ??= new EventRejection(index, code, reason);

    // Of a field that stands twice, the last counts.
    private bool TryField(string name, JsonValueKind kind, string expected, out JsonElement value)
    {
        if (!element.TryGetProperty(name, out value) || value.ValueKind == JsonValueKind.Null) return false;
        if (value.ValueKind == kind) return true;

        Reject(RejectionCodes.WrongType, $"The field {name} is not {expected}.");
        return false;
    }

    private string RequiredText(string name, int maxBytes)
    {
        var text = Text(name, maxBytes);
        if (text is null)
            Reject(RejectionCodes.MissingField, $"The field {name} is required.");
        else if (text.Length == 0)
            Reject(name == "id" ? RejectionCodes.EmptyId : RejectionCodes.InvalidFormat, $"The field {name} is empty.");
        return text ?? string.Empty;
    }

    private string? Text(string name, int maxBytes) =>
        TryField(name, JsonValueKind.String, "a string", out var value) ? Text(name, value, maxBytes) : null;

    private string? Text(string name, JsonElement value, int maxBytes)
    {
        try
        {
            var text = value.GetString()!;
            if (text.AsSpan().IndexOfAnyInRange('\0', '\u001F') >= 0)
                Reject(RejectionCodes.InvalidFormat, $"The field {name} holds a control character.");
            else if (Encoding.UTF8.GetByteCount(text) > maxBytes)
                Reject(RejectionCodes.FieldTooLarge, $"The field {name} has more than {maxBytes} bytes.");
            else
                return text;
        }
        catch (InvalidOperationException)
        {
            Reject(RejectionCodes.InvalidUtf8, $"The field {name} holds half of a surrogate pair.");
        }

        return null;
    }

    private ContentKind Kind()
    {
        if (Text("kind", ContentParser.MaxKeyBytes) is not { } name)
            Reject(RejectionCodes.MissingField, "The field kind is required.");
        else if (ContentKinds.TryParse(name, out var kind))
            return kind;
        else
            Reject(RejectionCodes.UnknownContentKind, $"The kind '{name}' is not known.");
        return default;
    }

    private ImmutableArray<string> Texts(string name, int maxItems)
    {
        if (!TryField(name, JsonValueKind.Array, "a list", out var list)) return [];
        if (list.GetArrayLength() > maxItems)
        {
            Reject(RejectionCodes.FieldTooLarge, $"The field {name} has more than {maxItems} items.");
            return [];
        }

        var texts = ImmutableArray.CreateBuilder<string>(list.GetArrayLength());
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String)
                Reject(RejectionCodes.WrongType, $"The field {name} holds something that is not a string.");
            else if (Text(name, item, ContentParser.MaxKeyBytes) is { Length: > 0 } text)
                texts.Add(text);
            else
                Reject(RejectionCodes.InvalidFormat, $"The field {name} holds an empty string.");
        }

        return texts.DrainToImmutable();
    }

    private int? Whole(string name)
    {
        if (!TryField(name, JsonValueKind.Number, "a number", out var value)) return null;
        if (value.TryGetInt32(out var number) && number >= 0) return number;

        Reject(RejectionCodes.NumberOutOfRange, $"The field {name} is not a whole number from 0.");
        return null;
    }

    private double? Number(string name, double max)
    {
        if (!TryField(name, JsonValueKind.Number, "a number", out var value)) return null;
        if (value.TryGetDouble(out var number) && number >= 0 && number <= max) return number;

        Reject(RejectionCodes.NumberOutOfRange, $"The field {name} is not within 0 to {max}.");
        return null;
    }

    private DateTimeOffset? Time(string name)
    {
        if (Text(name, Rfc3339.MaxLength) is not { } text) return null;
        if (Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out var unixMs) && IsDate(unixMs))
            return DateTimeOffset.FromUnixTimeMilliseconds(unixMs);

        Reject(RejectionCodes.InvalidFormat, $"The field {name} is not a time of RFC 3339 with an offset.");
        return null;
    }

    // An offset may take the last day of year 9999, or the first of year 1, beyond what a date can be.
    private static bool IsDate(long unixMs) =>
        unixMs >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds()
        && unixMs <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
}
