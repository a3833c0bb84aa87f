namespace Profiles.Core.Events;

/// <summary>Which format a content type means.</summary>
public static class EventFormats
{
    /// <summary>
    /// The format of a content type, parameters ignored; JSON where none is given. False for a type that is not of
    /// events.
    /// </summary>
    public static bool TryFromContentType(string? contentType, out EventFormat format)
    {
        var end = contentType?.IndexOf(';', StringComparison.Ordinal) ?? -1;
        var media = (end < 0 ? contentType : contentType![..end])?.Trim().ToUpperInvariant();
        switch (media)
        {
            case null or "" or "APPLICATION/JSON" or "TEXT/JSON":
                format = EventFormat.Json;
                return true;
            case "APPLICATION/X-NDJSON" or "APPLICATION/NDJSON" or "APPLICATION/JSONL" or "APPLICATION/X-JSONLINES":
                format = EventFormat.Ndjson;
                return true;
            case "APPLICATION/CLOUDEVENTS+JSON":
                format = EventFormat.CloudEvent;
                return true;
            case "APPLICATION/CLOUDEVENTS-BATCH+JSON":
                format = EventFormat.CloudEventBatch;
                return true;
            default:
                format = default;
                return false;
        }
    }
}
