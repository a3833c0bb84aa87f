using System.Collections.Immutable;
using System.Text.Json;

namespace Profiles.Infrastructure.Tests.Bicep;

internal sealed record BicepParameter(
    string Name, string Type, bool HasDefault, bool IsDescribed, bool IsSecure, ImmutableArray<JsonElement>? Allowed,
    long? Minimum, long? Maximum, JsonElement? Value)
{
    /// <summary>What is wrong with a literal value; null where nothing is.</summary>
    public string? Fault(JsonElement value)
    {
        var isRight = Type switch
        {
            "int" => value.ValueKind == JsonValueKind.Number,
            "bool" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "string" => value.ValueKind == JsonValueKind.String,
            _ => value.ValueKind is JsonValueKind.Array or JsonValueKind.Object,
        };
        if (!isRight) return $"{Name} is no {Type}: {value}";
        if (Allowed is { } allowed && !allowed.Any(item => item.ToString() == value.ToString()))
            return $"{Name} may not be {value}";
        if (value.ValueKind != JsonValueKind.Number) return null;
        var number = value.GetInt64();
        return number < Minimum || number > Maximum ? $"{Name} is out of range: {value}" : null;
    }
}
