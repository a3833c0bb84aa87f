using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;
using Profiles.Core.Events;
using Profiles.Core.Text;

namespace Profiles.Core.Content;

/// <summary>
/// Reads contents from UTF-8 JSON; each is accepted or rejected by name. Fields that the schema does not name are
/// ignored. Safe to share between threads.
/// </summary>
/// <param name="limits">
/// The limits that contents are held to: bytes, batch, ids, depth and seconds as those of events.
/// </param>
public sealed class ContentParser(EventLimits limits)
{
    /// <summary>The most bytes of a title.</summary>
    public const int MaxTitleBytes = 1024;

    /// <summary>
    /// The most genres, and the most tags. More than the fold takes of one content are never accepted.
    /// </summary>
    public const int MaxKeys = ContentTraits.MaxKeys;

    /// <summary>The most bytes of a genre, a tag or a maturity rating.</summary>
    public const int MaxKeyBytes = 128;

    /// <summary>The most territories.</summary>
    public const int MaxTerritories = 300;

    /// <summary>Reads one content: a line of NDJSON, say.</summary>
    /// <param name="json">The content, without a byte order mark.</param>
    /// <param name="index">Its place in the batch, for the rejection.</param>
    /// <param name="content">The content, if accepted.</param>
    /// <param name="rejection">Why not, otherwise.</param>
    public bool TryParse(
        ReadOnlySpan<byte> json, int index,
        [NotNullWhen(true)] out ContentItem? content, [NotNullWhen(false)] out EventRejection? rejection)
    {
        content = null;
        rejection = null;
        if (json.Length > limits.MaxEventBytes)
        {
            rejection = new EventRejection(
                index, RejectionCodes.EventTooLarge, $"The content has more than {limits.MaxEventBytes} bytes.");
            return false;
        }

        if (!Utf8.IsValid(json))
        {
            rejection = new EventRejection(
                index, RejectionCodes.InvalidUtf8, "The bytes of the content are not UTF-8.");
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = limits.MaxDepth });
            using var document = JsonDocument.ParseValue(ref reader);
            if (reader.Read()) throw new JsonException();

            content = new ContentObjectReader(document.RootElement, index, limits).Read(out rejection);
        }
        catch (JsonException)
        {
            rejection = new EventRejection(
                index, RejectionCodes.MalformedJson, "The text is not JSON, or nested too deeply.");
        }

        return content is not null && rejection is null;
    }

    /// <summary>Reads a whole body.</summary>
    /// <param name="format">JSON (one content, or an array of them) or NDJSON.</param>
    /// <param name="body">The body; a byte order mark is skipped.</param>
    public ContentBatch Parse(EventFormat format, ReadOnlySpan<byte> body)
    {
        var contents = new List<ContentItem>();
        var rejections = new List<EventRejection>();
        var count = 0;
        if (format == EventFormat.Ndjson)
        {
            var lines = new NdjsonLines(limits.MaxEventBytes);
            while (lines.TryNext(ref body, out var line, out _) && Take(line, contents, rejections, ref count))
            {
            }

            if (count <= limits.MaxBatchEvents && lines.TryLast(out var last, out _))
                Take(last, contents, rejections, ref count);
        }
        else
        {
            if (body.StartsWith(Utf8Marks.ByteOrderMark)) body = body[Utf8Marks.ByteOrderMark.Length..];
            ReadBody(body, contents, rejections, ref count);
        }

        return new ContentBatch(contents, rejections, count);
    }

    private void ReadBody(
        ReadOnlySpan<byte> body, List<ContentItem> contents, List<EventRejection> rejections, ref int count)
    {
        if (!body.TrimStart(" \t\r\n"u8).StartsWith("["u8))
        {
            Take(body, contents, rejections, ref count);
            return;
        }

        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = int.MaxValue });
            reader.Read();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                if (!Take(body[start..(int)reader.BytesConsumed], contents, rejections, ref count)) return;
            }

            reader.Read();
        }
        catch (JsonException)
        {
            rejections.Add(new EventRejection(
                count++, RejectionCodes.MalformedJson, "The text from here on is not JSON."));
        }
    }

    private bool Take(
        ReadOnlySpan<byte> json, List<ContentItem> contents, List<EventRejection> rejections, ref int count)
    {
        var index = count++;
        if (index >= limits.MaxBatchEvents)
        {
            rejections.Add(new EventRejection(
                index, RejectionCodes.BatchTooLarge, $"The batch has more than {limits.MaxBatchEvents} contents."));
            return false;
        }

        if (TryParse(json, index, out var content, out var rejection)) contents.Add(content);
        else rejections.Add(rejection);
        return true;
    }
}
