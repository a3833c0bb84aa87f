using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Profiles.Core.Features;
using Profiles.Streaming.Features;

namespace Profiles.Cli.Exporting;

/// <summary>
/// A line an event: the line as it was, with a member <c>features</c>: <c>{"view","known","joined","values":{}}</c>.
/// </summary>
internal sealed class NdjsonFeatures(FeatureView view) : IFeatureForm
{
    private static readonly JsonWriterOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public byte[] Encode(FeatureExportRow row)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(bytes, Json);
        writer.WriteStartObject();
        writer.WriteString("view"u8, view.Id);
        writer.WriteBoolean("known"u8, row.IsKnown);
        writer.WriteString("joined"u8, row.IsFromLog ? "log" : "time");
        writer.WriteStartObject("values"u8);
        for (var i = 0; i < row.Values.Length; i++)
        {
            writer.WritePropertyName(view.Features[i].Name);
            row.Values[i].Write(writer);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    public void Write(LabelledEvents events, IReadOnlyList<byte[]> rows, Stream output)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            // An event has members, so that what is added follows a comma.
            var line = events.Lines[i].AsSpan().TrimEnd(" \t"u8);
            output.Write(line[..^1]);
            output.Write(",\"features\":"u8);
            output.Write(rows[i]);
            output.Write("}\n"u8);
        }
    }
}
