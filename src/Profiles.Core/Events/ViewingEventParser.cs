using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;
using Profiles.Core.Text;

namespace Profiles.Core.Events;

/// <summary>
/// Reads events from UTF-8 JSON. Total: whatever the bytes are, each event is accepted or rejected by name. Safe to
/// share between threads.
/// </summary>
public sealed class ViewingEventParser
{
    // Depth is checked event by event, so that one that is too deep does not end the batch; a level costs the reader
    // a bit.
    private static readonly JsonReaderOptions Reading = new() { MaxDepth = int.MaxValue };

    private readonly EventObjectReader _objects;
    private readonly CloudEventReader _cloudEvents;

    /// <summary>Creates a parser.</summary>
    /// <param name="limits">What events are held to.</param>
    /// <param name="pool">Where texts that come again and again are taken from.</param>
    /// <exception cref="ArgumentException">A limit is out of its range.</exception>
    public ViewingEventParser(EventLimits limits, Utf8StringPool pool)
    {
        var errors = limits.Validate();
        if (errors.Count > 0) throw new ArgumentException(string.Join(' ', errors), nameof(limits));

        Limits = limits;
        _objects = new EventObjectReader(limits, pool);
        _cloudEvents = new CloudEventReader(_objects);
    }

    /// <summary>The limits that events are held to.</summary>
    public EventLimits Limits { get; }

    /// <summary>Reads one event: a line of NDJSON, say.</summary>
    /// <param name="json">The event, without a byte order mark.</param>
    /// <param name="index">Its place in the batch, for the rejection.</param>
    /// <param name="nowUnixMs">The time now, which bounds event times.</param>
    /// <param name="viewingEvent">The event, if accepted.</param>
    /// <param name="rejection">Why not, otherwise.</param>
    public bool TryParse(
        ReadOnlySpan<byte> json, int index, long nowUnixMs,
        [NotNullWhen(true)] out ViewingEvent? viewingEvent, [NotNullWhen(false)] out EventRejection? rejection)
    {
        viewingEvent = null;
        if (json.Length > Limits.MaxEventBytes)
        {
            rejection = TooLarge(index);
            return false;
        }

        if (!Utf8.IsValid(json))
        {
            rejection = NotUtf8(index);
            return false;
        }

        try
        {
            // Not the final block: a text that ends inside the event is told from one that is not JSON. Of what begins
            // otherwise than an event, only the end tells what it is.
            var isObject = json.StartsWith("{"u8) || json.TrimStart(" \t\r\n"u8).StartsWith("{"u8);
            var reader = new Utf8JsonReader(json, isFinalBlock: !isObject, new JsonReaderState(Reading));
            viewingEvent = ReadOne(ref reader, json, index, nowUnixMs, isCloudEvent: false, out rejection);

            // Anything but space after the event throws.
            if (viewingEvent is not null) reader.Read();
        }
        catch (JsonException exception)
        {
            viewingEvent = null;
            rejection = Malformed(index, exception);
        }

        if (viewingEvent is not null)
        {
            rejection = null;
            return true;
        }

        rejection ??= Truncated(index);
        return false;
    }

    /// <summary>Reads a whole body.</summary>
    /// <param name="format">How it holds events.</param>
    /// <param name="body">The body; a byte order mark is skipped.</param>
    /// <param name="nowUnixMs">The time now, which bounds event times.</param>
    public EventBatch Parse(EventFormat format, ReadOnlySpan<byte> body, long nowUnixMs)
    {
        if (format == EventFormat.Ndjson)
        {
            var lines = new EventBatchParser(this, nowUnixMs);
            lines.Append(body);
            return lines.Complete();
        }

        if (body.StartsWith(Utf8Marks.ByteOrderMark)) body = body[Utf8Marks.ByteOrderMark.Length..];

        var isCloudEvent = format is EventFormat.CloudEvent or EventFormat.CloudEventBatch;
        var events = new List<ViewingEvent>();
        var rejections = new List<EventRejection>();
        var index = 0;
        try
        {
            ReadBody(body, nowUnixMs, isCloudEvent, events, rejections, ref index);
        }
        catch (JsonException exception)
        {
            rejections.Add(Malformed(index++, exception));
        }

        return new EventBatch(events, rejections, index);
    }

    internal static EventRejection Truncated(int index) =>
        new(index, RejectionCodes.TruncatedEvent, "The upload ends inside the event.");

    internal EventRejection TooLarge(int index) =>
        new(index, RejectionCodes.EventTooLarge, $"The event has more than {Limits.MaxEventBytes} bytes.");

    internal EventRejection BatchTooLarge(int index) => new(
        index, RejectionCodes.BatchTooLarge,
        $"The batch has more than {Limits.MaxBatchEvents} events; this one and the ones after it were not read.");

    private static EventRejection NotUtf8(int index) =>
        new(index, RejectionCodes.InvalidUtf8, "The bytes of the event are not UTF-8.");

    private static EventRejection Malformed(int index, JsonException exception) => new(
        index, RejectionCodes.MalformedJson,
        $"The text is not JSON at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine}.");

    private void ReadBody(
        ReadOnlySpan<byte> body, long nowUnixMs, bool isCloudEvent,
        List<ViewingEvent> events, List<EventRejection> rejections, ref int index)
    {
        var reader = new Utf8JsonReader(body, isFinalBlock: false, new JsonReaderState(Reading));
        var isUtf8 = Utf8.IsValid(body);
        if (!reader.Read())
        {
            rejections.Add(Truncated(index++));
            return;
        }

        var isArray = reader.TokenType == JsonTokenType.StartArray;
        while (true)
        {
            if (isArray && !reader.Read())
            {
                rejections.Add(Truncated(index++));
                return;
            }

            if (isArray && reader.TokenType == JsonTokenType.EndArray) break;
            if (index >= Limits.MaxBatchEvents)
            {
                rejections.Add(BatchTooLarge(index++));
                return;
            }

            var start = (int)reader.TokenStartIndex;
            var viewingEvent = ReadOne(ref reader, body, index, nowUnixMs, isCloudEvent, out var rejection);
            var json = body[start..(int)reader.BytesConsumed];
            if (viewingEvent is null && rejection is null) rejection = Truncated(index);
            else if (json.Length > Limits.MaxEventBytes) rejection = TooLarge(index);
            else if (!isUtf8 && !Utf8.IsValid(json)) rejection = NotUtf8(index);

            if (rejection is null) events.Add(viewingEvent!);
            else rejections.Add(rejection);
            index++;
            if (!isArray || rejection?.Code == RejectionCodes.TruncatedEvent) break;
        }

        // Anything but space after the body throws, and is rejected as one more event.
        reader.Read();
    }

    /// <summary>Reads the value at the reader. Neither an event nor a rejection: the text ends inside it.</summary>
    private ViewingEvent? ReadOne(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> source, int index, long nowUnixMs, bool isCloudEvent,
        out EventRejection? rejection)
    {
        rejection = null;
        var draft = EventDraft.Empty;
        if (reader.TokenType == JsonTokenType.None && !reader.Read()) return null;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            if (!_objects.TrySkip(ref reader, reader.CurrentDepth, ref draft)) return null;

            rejection = new EventRejection(index, RejectionCodes.NotAnObject, "The event is not a JSON object.");
            return null;
        }

        var isWhole = isCloudEvent
            ? _cloudEvents.TryRead(ref reader, source, ref draft)
            : _objects.TryRead(ref reader, source, ref draft);
        return isWhole ? draft.Finish(index, Limits, nowUnixMs, out rejection) : null;
    }
}
