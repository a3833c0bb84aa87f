using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Profiles.Core.Content;

namespace Profiles.Cli.Importing;

/// <summary>
/// Reads a JSON document of contents: an array of them, or the fixtures of a league in the form of openfootball,
/// <c>{"name","matches":[{"round","date","time","team1","team2"}]}</c>, of which each becomes a live event.
/// </summary>
internal static class FixtureDocument
{
    private static readonly TimeSpan MatchDuration = TimeSpan.FromMinutes(115);

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The contents, each as one line of JSON.</summary>
    /// <exception cref="CliException">The document is none of those.</exception>
    public static IEnumerable<ReadOnlyMemory<byte>> Read(string file, TimeZoneInfo zone)
    {
        using var document = Parse(file);
        var root = document.RootElement;
        if (root.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in root.EnumerateArray()) yield return LineOf(item.WriteTo);
            yield break;
        }

        if (!root.TryGetProperty("matches", out var matches) || matches.ValueKind != JsonValueKind.Array)
            throw new CliException($"{file} is neither contents nor fixtures: it has no 'matches'.");

        var competition = Text(root, "name") ?? Path.GetFileNameWithoutExtension(file);
        var number = 0;
        foreach (var match in matches.EnumerateArray())
        {
            number++;
            var content = ContentOf(match, competition, zone)
                ?? throw new CliException($"{file}: match {number} lacks teams, or a date such as 2025-08-15.");
            yield return LineOf(writer => ContentJson.Write(writer, content));
        }
    }

    private static JsonDocument Parse(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return JsonDocument.Parse(stream);
        }
        catch (JsonException fault)
        {
            throw new CliException($"{file} is not JSON: {fault.Message}");
        }
    }

    // The pairing names the match within its season; its date may move.
    private static ContentItem? ContentOf(JsonElement match, string competition, TimeZoneInfo zone)
    {
        if (Text(match, "team1") is not { } home || Text(match, "team2") is not { } away) return null;
        if (!DateOnly.TryParseExact(Text(match, "date"), "yyyy-MM-dd", out var date)) return null;
        var round = Text(match, "round");
        var startsAt = TimeOnly.TryParseExact(Text(match, "time"), "HH:mm", out var time)
            ? Utc(date.ToDateTime(time), zone)
            : (DateTimeOffset?)null;
        var day = Utc(date.ToDateTime(TimeOnly.MinValue), zone);
        return new ContentItem
        {
            Id = $"match:{Slug(competition)}:{Slug(home)}:{Slug(away)}",
            Kind = ContentKind.Live,
            Title = $"{home} - {away}",
            Genres = ["Sport", "Football"],
            Tags = round is null ? [competition, home, away] : [competition, round, home, away],
            StartsAt = startsAt ?? day,
            EndsAt = startsAt + MatchDuration ?? day.AddDays(1),
        };
    }

    private static DateTimeOffset Utc(DateTime local, TimeZoneInfo zone)
    {
        // A time that the clocks skip in spring does not exist; the one an hour later is meant.
        if (zone.IsInvalidTime(local)) local = local.AddHours(1);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Slug(string text)
    {
        var slug = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (char.IsLetterOrDigit(character)) slug.Append(char.ToLower(character, CultureInfo.InvariantCulture));
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }

        return slug.ToString().TrimEnd('-');
    }

    private static ReadOnlyMemory<byte> LineOf(Action<Utf8JsonWriter> write)
    {
        var line = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(line, Json)) write(writer);
        return line.WrittenMemory;
    }
}
