using System.Text.Json;
using System.Text.Json.Serialization;
using Profiles.Core.Experiments.Assignments;
using Profiles.Core.Experiments.Exposures;

namespace Profiles.Contracts.Messages;

/// <summary>Assignments as an array of arrays: experiment, bucket version, variant, milliseconds since 1970.</summary>
internal sealed class UnitAssignmentsConverter : JsonConverter<UnitAssignments>
{
    public override UnitAssignments Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var all = UnitAssignments.None;
        using var document = JsonDocument.ParseValue(ref reader);
        foreach (var one in document.RootElement.EnumerateArray())
        {
            all = all.With(new Exposure
            {
                Experiment = one[0].GetString()!,
                BucketVersion = one[1].GetInt32(),
                Variant = one[2].GetString()!,
                OccurredAtUnixMs = one[3].GetInt64(),
                HashAttribute = "",
                HashValue = "",
            });
        }

        return all;
    }

    public override void Write(Utf8JsonWriter writer, UnitAssignments value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var (experiment, bucketVersion, variant, at) in value.All)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(experiment);
            writer.WriteNumberValue(bucketVersion);
            writer.WriteStringValue(variant);
            writer.WriteNumberValue(at);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }
}
