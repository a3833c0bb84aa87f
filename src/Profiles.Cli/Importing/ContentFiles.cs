using System.Text.Json;

namespace Profiles.Cli.Importing;

/// <summary>Which form a file of contents has, by its beginning.</summary>
internal static class ContentFiles
{
    /// <summary>The form of its lines; null where it is one JSON document.</summary>
    public static ILineForm? FormOf(string file)
    {
        using var lines = new LineReader(File.OpenRead(file));
        while (lines.TryRead(out var line, out var isTooLong))
        {
            if (isTooLong) return new JsonLines();
            var text = line.Trim(" \t"u8);
            if (text.IsEmpty) continue;
            if (text[0] is not ((byte)'{' or (byte)'[')) return TextLines.Titles();
            return IsWhole(text) ? new JsonLines() : null;
        }

        return new JsonLines();
    }

    // A line that is an object in itself is NDJSON; one in which an object only begins is the start of a document.
    private static bool IsWhole(ReadOnlySpan<byte> line)
    {
        if (line[0] != (byte)'{') return false;
        try
        {
            var json = new Utf8JsonReader(line);
            while (json.Read())
            {
                var isMember = json is { CurrentDepth: 1, TokenType: JsonTokenType.PropertyName };
                if (isMember && json.ValueTextEquals("matches"u8)) return false;
            }

            return true;
        }
        catch (JsonException)
        {
            return line[^1] == (byte)'}';
        }
    }
}
