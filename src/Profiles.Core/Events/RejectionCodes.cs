namespace Profiles.Core.Events;

/// <summary>The codes of <see cref="EventRejection"/>. Stable: clients may depend on them.</summary>
public static class RejectionCodes
{
    /// <summary>The text is not JSON.</summary>
    public const string MalformedJson = "malformed_json";

    /// <summary>The upload ends inside an event.</summary>
    public const string TruncatedEvent = "truncated_event";

    /// <summary>The event is JSON but not an object.</summary>
    public const string NotAnObject = "not_an_object";

    /// <summary>A required field is absent or null.</summary>
    public const string MissingField = "missing_field";

    /// <summary>Neither <c>userId</c> nor <c>deviceId</c> is given.</summary>
    public const string MissingUnit = "missing_unit";

    /// <summary>A field has another JSON type than the schema says.</summary>
    public const string WrongType = "wrong_type";

    /// <summary>A field holds a text that is not of its form, such as a time without an offset.</summary>
    public const string InvalidFormat = "invalid_format";

    /// <summary>An id is the empty text.</summary>
    public const string EmptyId = "empty_id";

    /// <summary>The event type is not one of the schema's.</summary>
    public const string UnknownEventType = "unknown_event_type";

    /// <summary>The kind of content is not one of the schema's.</summary>
    public const string UnknownContentKind = "unknown_content_kind";

    /// <summary>The event time is before 2000 or too far ahead of the clock.</summary>
    public const string TimeOutOfRange = "time_out_of_range";

    /// <summary>A number is negative, not finite or larger than its field allows.</summary>
    public const string NumberOutOfRange = "number_out_of_range";

    /// <summary>The event has more bytes than allowed.</summary>
    public const string EventTooLarge = "event_too_large";

    /// <summary>An id or another text has more bytes than allowed, or a list more items.</summary>
    public const string FieldTooLarge = "field_too_large";

    /// <summary>The batch has more events than allowed; this one and the ones after it were not read.</summary>
    public const string BatchTooLarge = "batch_too_large";

    /// <summary>The bytes are not UTF-8, or an escape is half of a surrogate pair.</summary>
    public const string InvalidUtf8 = "invalid_utf8";

    /// <summary>The event is nested more deeply than allowed.</summary>
    public const string TooDeep = "too_deep";

    /// <summary>The envelope is not a CloudEvent 1.0, or its data is not JSON.</summary>
    public const string InvalidCloudEvent = "invalid_cloud_event";

    /// <summary>A line of a text file is not of its form.</summary>
    public const string MalformedLine = "malformed_line";
}
