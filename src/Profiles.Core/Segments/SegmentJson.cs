using System.Collections.Immutable;
using System.Text.Json;
using Profiles.Core.Conditions;
using Profiles.Core.Text;

namespace Profiles.Core.Segments;

/// <summary>Reads segments from JSON, with every error at once, and writes them.</summary>
public static class SegmentJson
{
    private static readonly string[] Fields = ["key", "name", "description", "when"];

    /// <summary>Writes <c>{"key","name","description","when"}</c>.</summary>
    public static void Write(Utf8JsonWriter writer, SegmentDefinition definition)
    {
        writer.WriteStartObject();
        WriteMembers(writer, definition);
        writer.WriteEndObject();
    }

    /// <summary>Writes the members of <see cref="Write"/>.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, SegmentDefinition definition)
    {
        writer.WriteString("key"u8, definition.Key);
        writer.WriteString("name"u8, definition.Name);
        writer.WriteString("description"u8, definition.Description);
        writer.WritePropertyName("when"u8);
        definition.When.WriteTo(writer);
    }

    /// <summary>Reads a list of segments.</summary>
    /// <param name="json">The list.</param>
    /// <param name="errors">Everything that is wrong with it.</param>
    /// <returns>The segments; those that are wrong are left out.</returns>
    public static ImmutableArray<Segment> ReadList(JsonElement json, ICollection<ConditionError> errors)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            Refuse(errors, string.Empty, json, "Write a list of segments: [{\"key\":...,\"when\":{...}}].");
            return [];
        }

        var count = json.GetArrayLength();
        if (count > SegmentLimits.MaxSegments)
        {
            errors.Add(new ConditionError(
                string.Empty, $"a list of {count}", $"Keep at most {SegmentLimits.MaxSegments} segments."));
            return [];
        }

        var segments = ImmutableArray.CreateBuilder<Segment>(count);
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var index = -1;
        foreach (var item in json.EnumerateArray())
        {
            index++;
            if (Read(item, $"/{index}", null, errors) is not { } segment) continue;
            if (places.TryAdd(segment.Definition.Key, index)) segments.Add(segment);
            else
                Refuse(errors, $"/{index}/key", item.GetProperty("key"),
                    $"The segment at /{places[segment.Definition.Key]} has this key: choose another.");
        }

        return segments.DrainToImmutable();
    }

    /// <summary>Reads one segment.</summary>
    /// <param name="json">The segment.</param>
    /// <param name="path">Where it stands, as a JSON pointer.</param>
    /// <param name="key">Its key, where that is known otherwise: it may then be left out, and must agree.</param>
    /// <param name="errors">Everything that is wrong with it.</param>
    /// <returns>The segment; null where anything is wrong.</returns>
    public static Segment? Read(JsonElement json, string path, string? key, ICollection<ConditionError> errors)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            Refuse(errors, path, json, "Write an object: {\"key\":...,\"name\":...,\"when\":{...}}.");
            return null;
        }

        var before = errors.Count;
        foreach (var member in json.EnumerateObject())
        {
            if (Fields.Contains(member.Name)) continue;
            Refuse(errors, $"{path}/{member.Name}", member.Value, NearestName.Find(member.Name, Fields) is { } nearest
                ? $"There is no such field; did you mean '{nearest}'?"
                : $"There is no such field; use {string.Join(", ", Fields)}.");
        }

        var readKey = ReadKey(json, path, key, errors);
        var name = ReadText(json, path, "name", SegmentLimits.MaxNameLength, errors);
        var description = ReadText(json, path, "description", SegmentLimits.MaxDescriptionLength, errors);
        if (!json.TryGetProperty("when", out var when))
            Refuse(errors, $"{path}/when", default, "Write the condition; {} holds everyone.");
        else if (ConditionCompiler.Compile(when, $"{path}/when", ProfileAttributes.Schema, errors) is { } condition
            && errors.Count == before)
        {
            var shown = string.IsNullOrEmpty(name) ? readKey! : name;
            return new Segment(new SegmentDefinition(readKey!, shown, description ?? "", when.Clone()), condition);
        }

        return null;
    }

    /// <summary>Why a text is no key of a segment, or null.</summary>
    public static string? RemedyOfKey(string key) =>
        key.Length is > 0 and <= SegmentLimits.MaxKeyLength
        && char.IsAsciiLetterOrDigit(key[0])
        && key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-')
            ? null
            : $"Write 1 to {SegmentLimits.MaxKeyLength} of a-z, 0-9, '.', '_' and '-', the first a letter or digit.";

    private static string? ReadKey(
        JsonElement json, string path, string? known, ICollection<ConditionError> errors)
    {
        if (!json.TryGetProperty("key", out var written))
        {
            if (known is null) Refuse(errors, $"{path}/key", default, "Write a key, such as \"drama-lovers\".");
            return known;
        }

        if (written.ValueKind != JsonValueKind.String)
        {
            Refuse(errors, $"{path}/key", written, "Write a text.");
            return null;
        }

        var key = written.GetString()!;
        var remedy = known is not null && key != known
            ? $"Write '{known}', as in the path, or leave it out." : RemedyOfKey(key);
        if (remedy is not null) Refuse(errors, $"{path}/key", written, remedy);
        return key;
    }

    private static string? ReadText(
        JsonElement json, string path, string field, int maxLength, ICollection<ConditionError> errors)
    {
        if (!json.TryGetProperty(field, out var written) || written.ValueKind == JsonValueKind.Null) return null;
        if (written.ValueKind == JsonValueKind.String && written.GetString()!.Length <= maxLength)
            return written.GetString();
        Refuse(errors, $"{path}/{field}", written, $"Write a text of at most {maxLength} characters.");
        return null;
    }

    private static void Refuse(ICollection<ConditionError> errors, string path, JsonElement json, string remedy)
    {
        const int MaxShown = 100;
        if (errors.Count >= ConditionBounds.MaxErrors) return;
        var shown = json.ValueKind == JsonValueKind.Undefined ? "nothing" : json.GetRawText();
        if (shown.Length > MaxShown) shown = string.Concat(shown.AsSpan(0, MaxShown), "...");
        errors.Add(new ConditionError(path, shown, remedy));
    }
}
