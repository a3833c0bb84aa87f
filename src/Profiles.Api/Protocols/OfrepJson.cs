using System.Buffers;
using System.Text.Json;
using Profiles.Api.Http;
using Profiles.Contracts.Experiments;
using Profiles.Core.Experiments.Flags;

namespace Profiles.Api.Protocols;

/// <summary>Writes flags as the OpenFeature Remote Evaluation Protocol has them.</summary>
internal static class OfrepJson
{
    /// <summary>Writes an evaluated flag; a null value is left out, so that the caller's default stands.</summary>
    public static void Write(Utf8JsonWriter writer, FlagAnswer flag, long? planVersion)
    {
        writer.WriteStartObject();
        writer.WriteString("key"u8, flag.Key);
        writer.WriteString("reason"u8, ReasonOf(flag.Source));
        if (flag.Variant is not null) writer.WriteString("variant"u8, flag.Variant);
        if (!flag.Value.Span.SequenceEqual("null"u8))
        {
            writer.WritePropertyName("value"u8);
            writer.WriteRawValue(flag.Value.Span, skipInputValidation: true);
        }

        writer.WriteStartObject("metadata"u8);
        writer.WriteString("source"u8, flag.Source.Name());
        if (flag.Experiment is not null) writer.WriteString("experiment"u8, flag.Experiment);
        if (flag.Reason is not null) writer.WriteString("assignment"u8, flag.Reason);
        if (planVersion is { } version) writer.WriteNumber("planVersion"u8, version);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>An evaluated flag, without the version of the plan.</summary>
    public static byte[] BytesOf(FlagAnswer flag)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, JsonAnswer.Options)) Write(writer, flag, planVersion: null);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Writes an experiment that does not run now.</summary>
    public static void WriteDisabled(Utf8JsonWriter writer, string key)
    {
        writer.WriteStartObject();
        writer.WriteString("key"u8, key);
        writer.WriteString("reason"u8, "DISABLED"u8);
        writer.WriteEndObject();
    }

    /// <summary>Ends the flags with where changes are told.</summary>
    /// <param name="writer">Within the object of the answer.</param>
    /// <param name="path">Where, at the origin that the client asked.</param>
    public static void WriteStream(Utf8JsonWriter writer, string path)
    {
        writer.WriteStartArray("eventStreams"u8);
        writer.WriteStartObject();
        writer.WriteString("type"u8, "sse"u8);
        writer.WriteStartObject("endpoint"u8);
        writer.WriteString("requestUri"u8, path);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    // The protocol has no DEFAULT: what is configured for whoever no rule is for is STATIC.
    private static ReadOnlySpan<byte> ReasonOf(FlagSource source) => source switch
    {
        FlagSource.Experiment => "SPLIT"u8,
        FlagSource.Force or FlagSource.Override => "TARGETING_MATCH"u8,
        FlagSource.DefaultValue => "STATIC"u8,
        _ => "UNKNOWN"u8,
    };
}
