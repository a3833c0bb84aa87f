using System.Text.Json;
using Profiles.Core.Conditions;

namespace Profiles.Core.Experiments.Flags;

/// <summary>What a flag answers: any JSON. Immutable.</summary>
public sealed class FlagValue : IAttributes
{
    private FlagValue(AttributeValue value, ReadOnlyMemory<byte> json)
    {
        Value = value;
        Json = json;
        IsOn = ScriptValues.IsTruthy(value);
    }

    /// <summary>JSON's null.</summary>
    public static FlagValue Null { get; } = new(AttributeValue.Null, "null"u8.ToArray());

    /// <summary>The value as conditions see it.</summary>
    public AttributeValue Value { get; }

    /// <summary>The value as JSON, as it was written.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>Whether the flag counts as on: the value is none of null, false, 0 and the empty text.</summary>
    public bool IsOn { get; }

    /// <summary>The value of a JSON element.</summary>
    public static FlagValue Of(JsonElement json) => json.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null
        ? Null : new FlagValue(AttributeValue.Of(json), JsonSerializer.SerializeToUtf8Bytes(json));

    /// <summary>A text.</summary>
    public static FlagValue Of(string text) => new(
        new AttributeValue.Text(text), JsonSerializer.SerializeToUtf8Bytes(text));

    /// <summary>What conditions on a flag are met by: it has the one name <c>value</c>.</summary>
    AttributeValue IAttributes.Find(string name) => name == "value" ? Value : AttributeValue.Null;

    /// <summary>The JSON.</summary>
    public override string ToString() => System.Text.Encoding.UTF8.GetString(Json.Span);
}
