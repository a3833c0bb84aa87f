using System.Buffers;
using System.Text.Json;
using Profiles.Core.Events;

namespace Profiles.Streaming.EventHubs;

/// <summary>
/// Reads the events of a message with the parser of <c>POST /v1/events</c>. A CloudEvent in binary mode carries its
/// attributes as properties (cloudevents/spec, AMQP binding 3.1); it is read as the structured one that says the same.
/// </summary>
internal sealed class HubMessageParser(ViewingEventParser parser)
{
    public const string TenantProperty = "tenant";

    private const string DefaultTenant = "default";
    private const int MaxTenantLength = 64;

    // The AMQP binding allows both.
    private static readonly string[] AttributePrefixes = ["cloudEvents:", "cloudEvents_"];
    private static readonly string[] Attributes = ["specversion", "id", "source", "type", "time"];

    private static readonly SearchValues<char> OfTenants = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <summary>Whose events they are; null where what the message says is no name.</summary>
    public static string? TenantOf(HubMessage message)
    {
        if (!message.Properties.TryGetValue(TenantProperty, out var tenant)) return DefaultTenant;
        return tenant.Length is > 0 and <= MaxTenantLength && !tenant.AsSpan().ContainsAnyExcept(OfTenants)
            ? tenant
            : null;
    }

    public EventBatch Parse(HubMessage message, long nowUnixMs)
    {
        foreach (var prefix in AttributePrefixes)
        {
            if (message.Properties.ContainsKey(prefix + Attributes[0]))
                return parser.Parse(EventFormat.CloudEvent, Structured(message, prefix), nowUnixMs);
        }

        // Producers often say nothing, or application/octet-stream: then it is JSON, or lines of it.
        var isKnown = EventFormats.TryFromContentType(message.ContentType, out var format);
        if (!isKnown) format = EventFormat.Json;
        var batch = parser.Parse(format, message.Body.Span, nowUnixMs);
        if (batch.Rejections.Count == 0 || (isKnown && message.ContentType is { Length: > 0 })) return batch;

        var lines = parser.Parse(EventFormat.Ndjson, message.Body.Span, nowUnixMs);
        return lines.Events.Count > batch.Events.Count ? lines : batch;
    }

    private static ReadOnlySpan<byte> Structured(HubMessage message, string prefix)
    {
        var buffer = new ArrayBufferWriter<byte>((message.Body.Length * 4 / 3) + 512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var attribute in Attributes)
            {
                if (message.Properties.TryGetValue(prefix + attribute, out var value))
                    writer.WriteString(attribute, value);
            }

            if (message.ContentType is { Length: > 0 } contentType)
                writer.WriteString("datacontenttype", contentType);
            writer.WriteBase64String("data_base64", message.Body.Span);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan;
    }
}
