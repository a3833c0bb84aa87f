using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;

namespace Profiles.Core.Content;

/// <summary>
/// Contents as the JSON that <see cref="ContentParser"/> reads, and their traits as JSON of their own. What is not
/// given is not written.
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
        writer.WriteString("title"u8, content.Title);
        WriteTraits(writer, content.Kind, content.Genres, content.Tags, content.SeriesId);
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

    /// <summary>
    /// The UTF-8 JSON of what the fold needs of a content; equal bytes mean that the fold sees no difference.
    /// </summary>
    public static byte[] WriteTraits(ContentItem content)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            WriteTraits(writer, content.Kind, content.Genres, content.Tags, content.SeriesId);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads what <see cref="WriteTraits(ContentItem)"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is not that.</exception>
    public static ContentTraits ReadTraits(string contentId, ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var traits = document.RootElement;
            return ContentKinds.TryParse(traits.GetProperty("kind"u8).GetString(), out var kind)
                ? new ContentTraits(
                    contentId, kind, ReadList(traits, "genres"u8), ReadList(traits, "tags"u8),
                    traits.TryGetProperty("seriesId"u8, out var series) ? series.GetString() : null)
                : throw new InvalidDataException($"The traits of '{contentId}' name no kind of this build.");
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException(
                $"The traits of '{contentId}' cannot be read: {exception.Message}", exception);
        }
    }

    private static void WriteTraits(
        Utf8JsonWriter writer,
        ContentKind kind,
        ImmutableArray<string> genres,
        ImmutableArray<string> tags,
        string? seriesId)
    {
        writer.WriteString("kind"u8, kind.Name());
        WriteList(writer, "genres"u8, genres);
        WriteList(writer, "tags"u8, tags);
        if (seriesId is not null) writer.WriteString("seriesId"u8, seriesId);
    }

    private static ImmutableArray<string> ReadList(JsonElement traits, ReadOnlySpan<byte> name) =>
        traits.TryGetProperty(name, out var list)
            ? [.. list.EnumerateArray().Select(item => string.Intern(item.GetString()!))]
            : [];

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
