using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Profiles.Core.Conditions;
using Profiles.Core.Text;

namespace Profiles.Core.Experiments.Definitions;

/// <summary>
/// Reads the fields of a JSON object. What is wrong is added to the errors, and read as missing; at the end, so is what
/// was not asked for.
/// </summary>
internal sealed class FieldReader
{
    private readonly JsonElement _json;
    private readonly ErrorList _errors;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public FieldReader(JsonElement json, string path, ErrorList errors)
    {
        (_json, Path, _errors) = (json, path, errors);
        IsObject = json.ValueKind == JsonValueKind.Object;
        if (!IsObject) errors.Add(ExperimentErrorCodes.WrongType, path, json, "Write an object: {...}.");
    }

    public string Path { get; }

    public bool IsObject { get; }

    /// <summary>A field that is written, and not null.</summary>
    public bool TryGet(string name, out JsonElement value)
    {
        _asked.Add(name);
        value = default;
        return IsObject && _json.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
    }

    public string At(string name) => $"{Path}/{name}";

    public void Refuse(string code, string name, string remedy)
    {
        TryGet(name, out var value);
        _errors.Add(code, At(name), value, remedy);
    }

    /// <summary>A field that must be written.</summary>
    public JsonElement Required(string name, string remedy)
    {
        if (!TryGet(name, out var value) && IsObject) Refuse(ExperimentErrorCodes.Missing, name, remedy);
        return value;
    }

    public string? Text(string name, int maxLength = ExperimentLimits.MaxNameLength)
    {
        if (!TryGet(name, out var value)) return null;
        if (value.ValueKind != JsonValueKind.String)
            Refuse(ExperimentErrorCodes.WrongType, name, "Write a text.");
        else if (value.GetString()!.Length > maxLength)
            Refuse(ExperimentErrorCodes.OutOfRange, name, $"Write at most {maxLength} characters.");
        else return value.GetString();
        return null;
    }

    /// <summary>A key; where none is written, or none that is valid, the empty text.</summary>
    public string Key(string name = "key", string? known = null)
    {
        if (!TryGet(name, out _))
        {
            if (known is null && IsObject) Required(name, "Write a key, such as \"bigger-rows\".");
            return known ?? string.Empty;
        }

        var key = Text(name, int.MaxValue);
        if (key is null) return known ?? string.Empty;
        if (known is not null && key != known)
            Refuse(ExperimentErrorCodes.InvalidKey, name, $"Write '{known}', as in the path, or leave it out.");
        else if (RemedyOfKey(key) is { } remedy) Refuse(ExperimentErrorCodes.InvalidKey, name, remedy);
        else return key;
        return known ?? string.Empty;
    }

    /// <summary>Why a text is no key, or null.</summary>
    public static string? RemedyOfKey(string key) =>
        key.Length is > 0 and <= ExperimentLimits.MaxKeyLength
        && char.IsAsciiLetterOrDigit(key[0]) && !char.IsAsciiLetterUpper(key[0])
        && key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-')
            ? null
            : $"Write 1 to {ExperimentLimits.MaxKeyLength} of a-z, 0-9, '.', '_' and '-', the first a letter or digit.";

    public double? Number(string name, double least, double most, bool isLeastIn = true, bool isMostIn = true)
    {
        if (!TryGet(name, out var value)) return null;
        if (value.ValueKind != JsonValueKind.Number)
        {
            Refuse(ExperimentErrorCodes.WrongType, name, "Write a number.");
            return null;
        }

        var number = value.GetDouble();
        var isIn = (isLeastIn ? number >= least : number > least) && (isMostIn ? number <= most : number < most);
        if (isIn) return number;
        var range = string.Create(
            CultureInfo.InvariantCulture,
            $"{(isLeastIn ? "from" : "above")} {least} {(isMostIn ? "to" : "below")} {most}");
        Refuse(ExperimentErrorCodes.OutOfRange, name, $"Write a number {range}.");
        return null;
    }

    public int? Whole(string name, int least, int most)
    {
        if (Number(name, least, most) is not { } number) return null;
        if (number == Math.Truncate(number)) return (int)number;
        Refuse(ExperimentErrorCodes.WrongType, name, "Write a whole number.");
        return null;
    }

    public bool? Truth(string name)
    {
        if (!TryGet(name, out var value)) return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Refuse(ExperimentErrorCodes.WrongType, name, "Write true or false.");
        return null;
    }

    public DateTimeOffset? Time(string name)
    {
        if (!TryGet(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.String
            && Rfc3339.TryParse(Encoding.UTF8.GetBytes(value.GetString()!), out var unixMs))
            return DateTimeOffset.FromUnixTimeMilliseconds(unixMs);
        Refuse(ExperimentErrorCodes.WrongType, name, "Write a time of RFC 3339, such as \"2026-01-31T20:00:00Z\".");
        return null;
    }

    /// <summary>One of the names that an enumeration has in JSON.</summary>
    public T? Choice<T>(string name)
        where T : struct, Enum
    {
        if (!TryGet(name, out var value)) return null;
        var names = Enum.GetValues<T>().ToDictionary(NameOf, StringComparer.Ordinal);
        if (value.ValueKind == JsonValueKind.String && names.TryGetValue(value.GetString()!, out var choice))
            return choice;
        Refuse(ExperimentErrorCodes.WrongType, name, $"Write one of {string.Join(", ", names.Keys)}.");
        return null;
    }

    /// <summary>A list; empty where none is written.</summary>
    public ImmutableArray<T> List<T>(string name, int most, Func<JsonElement, string, T?> read)
        where T : class
    {
        if (!TryGet(name, out var value)) return [];
        if (value.ValueKind != JsonValueKind.Array)
        {
            Refuse(ExperimentErrorCodes.WrongType, name, "Write a list: [...].");
            return [];
        }

        if (value.GetArrayLength() > most)
        {
            _errors.Add(
                ExperimentErrorCodes.TooMany, At(name), $"a list of {value.GetArrayLength()}",
                $"Write at most {most}.");
            return [];
        }

        var items = ImmutableArray.CreateBuilder<T>(value.GetArrayLength());
        var index = 0;
        foreach (var item in value.EnumerateArray())
            if (read(item, $"{At(name)}/{index++}") is { } some) items.Add(some);
        return items.DrainToImmutable();
    }

    /// <summary>A list of texts, each once.</summary>
    public ImmutableArray<string> Texts(string name, int most)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return List(name, most, (item, path) =>
        {
            if (item.ValueKind != JsonValueKind.String
                || item.GetString()!.Length is 0 or > ExperimentLimits.MaxNameLength)
                _errors.Add(
                    ExperimentErrorCodes.WrongType, path, item,
                    $"Write a text of 1 to {ExperimentLimits.MaxNameLength} characters.");
            else if (!seen.Add(item.GetString()!))
                _errors.Add(ExperimentErrorCodes.Duplicate, path, item, "Write it once.");
            else return item.GetString();
            return null;
        });
    }

    /// <summary>Values by name; empty where none are written.</summary>
    public ImmutableSortedDictionary<string, JsonElement> Values(string name, int most)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, JsonElement>(StringComparer.Ordinal);
        if (!TryGet(name, out var json)) return values.ToImmutable();
        if (json.ValueKind != JsonValueKind.Object)
        {
            Refuse(ExperimentErrorCodes.WrongType, name, "Write an object of values by name: {\"rows\":12}.");
            return values.ToImmutable();
        }

        foreach (var (member, value) in json.EnumerateObject().Select(member => (member.Name, member.Value)))
        {
            var at = $"{At(name)}/{ErrorList.Escaped(member)}";
            if (member.Length is 0 or > ExperimentLimits.MaxKeyLength || member.Contains(':', StringComparison.Ordinal))
                _errors.Add(
                    ExperimentErrorCodes.InvalidKey, at, value,
                    $"Name it by 1 to {ExperimentLimits.MaxKeyLength} characters, no colon among them.");
            else if (Encoding.UTF8.GetByteCount(value.GetRawText()) > ExperimentLimits.MaxParameterBytes)
                _errors.Add(
                    ExperimentErrorCodes.OutOfRange, at, value,
                    $"Write at most {ExperimentLimits.MaxParameterBytes} bytes.");
            else if (DepthOf(value) > ExperimentLimits.MaxParameterDepth)
                _errors.Add(
                    ExperimentErrorCodes.OutOfRange, at, value,
                    $"Nest at most {ExperimentLimits.MaxParameterDepth} levels.");
            else if (!values.TryAdd(member, value.Clone()))
                _errors.Add(ExperimentErrorCodes.Duplicate, at, value, "Write it once.");
        }

        if (values.Count > most) Refuse(ExperimentErrorCodes.TooMany, name, $"Write at most {most}.");
        return values.ToImmutable();
    }

    /// <summary>A condition that compiles; null where none is written.</summary>
    public JsonElement? Condition(string name, AttributeSchema schema)
    {
        if (!TryGet(name, out var json)) return null;
        var errors = new List<ConditionError>();
        ConditionCompiler.Compile(json, At(name), schema, errors);
        foreach (var error in errors)
            _errors.Add(ExperimentErrorCodes.Condition, error.Path, error.Value, error.Remedy);
        return json.Clone();
    }

    /// <summary>An object within; null where none is written.</summary>
    public T? Within<T>(string name, Func<JsonElement, string, T?> read)
        where T : class => TryGet(name, out var json) ? read(json, At(name)) : null;

    /// <summary>Refuses every field that was not asked for.</summary>
    public void RefuseOthers()
    {
        if (!IsObject) return;
        foreach (var member in _json.EnumerateObject())
        {
            if (_asked.Contains(member.Name)) continue;
            _errors.Add(
                ExperimentErrorCodes.UnknownField, $"{Path}/{ErrorList.Escaped(member.Name)}", member.Value,
                NearestName.Find(member.Name, _asked) is { } nearest
                    ? $"There is no such field; did you mean '{nearest}'?"
                    : $"There is no such field; use {string.Join(", ", _asked)}.");
        }
    }

    private static int DepthOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => 1 + json.EnumerateArray().Select(DepthOf).DefaultIfEmpty(0).Max(),
        JsonValueKind.Object => 1 + json.EnumerateObject().Select(of => DepthOf(of.Value)).DefaultIfEmpty(0).Max(),
        _ => 0,
    };

    private static string NameOf<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        return $"{char.ToLowerInvariant(name[0])}{name[1..]}";
    }
}
