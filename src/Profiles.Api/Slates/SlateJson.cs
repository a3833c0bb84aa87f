using System.Text.Json;
using Profiles.Api.Experiments;
using Profiles.Core.Slates;

namespace Profiles.Api.Slates;

/// <summary>The JSON of slates.</summary>
internal static class SlateJson
{
    public static void Write(Utf8JsonWriter writer, Slate slate, ServingAssignments? assigned)
    {
        writer.WriteStartObject();
        writer.WriteString("slateId"u8, slate.SlateId);
        writer.WriteString("modelVersion"u8, slate.ModelVersion);
        writer.WriteString("surface"u8, slate.Surface.Name());
        writer.WriteBoolean("fallback"u8, slate.IsFallback);
        writer.WriteBoolean("coldStart"u8, slate.IsCold);
        if (slate.Note is null) writer.WriteNull("note"u8);
        else writer.WriteString("note"u8, slate.Note);
        writer.WriteStartArray("items"u8);
        foreach (ref readonly var item in slate.Items.AsSpan())
        {
            writer.WriteStartObject();
            writer.WriteString("contentId"u8, item.ContentId);
            writer.WriteNumber("score"u8, item.Score);
            writer.WriteString("source"u8, item.Source.Name());
            WriteReason(writer, item);
            writer.WriteNumber("propensity"u8, item.Propensity);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("assignments"u8);
        foreach (var (experiment, variant) in assigned?.Variants ?? [])
        {
            writer.WriteStartObject();
            writer.WriteString("experiment"u8, experiment);
            writer.WriteString("variant"u8, variant);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (assigned?.Layout is { } layout) writer.WriteString("layout"u8, layout);
        writer.WriteEndObject();
    }

    public static void WriteReason(Utf8JsonWriter writer, in SlateItem item)
    {
        writer.WriteString("reason"u8, item.Text);
        writer.WriteString("reasonCode"u8, item.Reason.Name());
        if (item.Because is null) writer.WriteNull("because"u8);
        else writer.WriteString("because"u8, item.Because);
    }
}
