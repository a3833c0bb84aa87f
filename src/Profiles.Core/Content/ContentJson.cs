using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;

namespace Profiles.Core.Content;

/// <summary>
/// Writes contents as the JSON that <see cref="ContentParser"/> reads. What is not given is not written.
/// </summary>
public static class ContentJson
{
    /// <summary>The UTF-8 JSON of a content.</summary>
    public static byte[] Write(ContentItem content)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer)) Write(writer, content);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes a content as one JSON object.</summary>
    public static void Write(Utf8JsonWriter writer, ContentItem content)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, content.Id);
        writer.WriteString("kind"u8, content.Kind.Name());
        writer.WriteString("title"u8, content.Title);
        WriteList(writer, "genres"u8, content.Genres);
        WriteList(writer, "tags"u8, content.Tags);
        if (content.SeriesId is not null) writer.WriteString("seriesId"u8, content.SeriesId);
        if (content.Season is { } season) writer.WriteNumber("season"u8, season);
        if (content.Episode is { } episode) writer.WriteNumber("episode"u8, episode);
        WriteTime(writer, "releasedAt"u8, content.ReleasedAt);
        WriteTime(writer, "availableFrom"u8, content.AvailableFrom);
        WriteTime(writer, "availableUntil"u8, content.AvailableUntil);
        WriteTime(writer, "startsAt"u8, content.StartsAt);
        WriteTime(writer, "endsAt"u8, content.EndsAt);
        WriteList(writer, "territories"u8, content.Territories);
        if (content.Maturity is not null) writer.WriteString("maturity"u8, content.Maturity);
        if (content.DurationSeconds is { } duration) writer.WriteNumber("durationSeconds"u8, duration);
        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ImmutableArray<string> items)
    {
        if (items.IsDefaultOrEmpty) return;
        writer.WriteStartArray(name);
        foreach (var item in items) writer.WriteStringValue(item);
        writer.WriteEndArray();
    }

    private static void WriteTime(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset? time)
    {
        if (time is { } given) writer.WriteString(name, given);
    }
}
