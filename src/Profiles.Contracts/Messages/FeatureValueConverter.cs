using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Profiles.Core.Features;

namespace Profiles.Contracts.Messages;

/// <summary>A value of a feature as an object with one property, whose name is the kind of value.</summary>
internal sealed class FeatureValueConverter : JsonConverter<FeatureValue>
{
    private const string NumberName = "number";
    private const string TextName = "text";
    private const string TruthName = "truth";
    private const string VectorName = "vector";

    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsAssignableTo(typeof(FeatureValue));

    public override FeatureValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var property = document.RootElement.EnumerateObject().Single();
        return property.Name switch
        {
            NumberName => new FeatureValue.Number(property.Value.Deserialize<double>(options)),
            TextName => new FeatureValue.Text(property.Value.GetString()!),
            TruthName => new FeatureValue.Truth(property.Value.GetBoolean()),
            VectorName => new FeatureValue.Vector(property.Value.Deserialize<ImmutableArray<float>>(options)),
            _ => throw new JsonException($"'{property.Name}' is no kind of feature value."),
        };
    }

    public override void Write(Utf8JsonWriter writer, FeatureValue value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        switch (value)
        {
            case FeatureValue.Number number:
                writer.WritePropertyName(NumberName);
                JsonSerializer.Serialize(writer, number.Value, options);
                break;
            case FeatureValue.Text text:
                writer.WriteString(TextName, text.Value);
                break;
            case FeatureValue.Truth truth:
                writer.WriteBoolean(TruthName, truth.Value);
                break;
            case FeatureValue.Vector vector:
                writer.WritePropertyName(VectorName);
                JsonSerializer.Serialize(writer, vector.Values, options);
                break;
            default:
                throw new JsonException($"{value.GetType().Name} is no kind of feature value.");
        }

        writer.WriteEndObject();
    }
}
