using System.Text.Json;
using Profiles.Core.Conditions;
using Profiles.Core.Experiments.Definitions;

namespace Profiles.Api.Http;

/// <summary>What is wrong with one place of a body.</summary>
/// <param name="Path">The place, as a JSON pointer (RFC 6901).</param>
/// <param name="Value">What stands there.</param>
/// <param name="Remedy">What to write instead.</param>
/// <param name="Code">What kind of mistake it is; left out where there is but one kind.</param>
internal sealed record PlacedError(string Path, string Value, string Remedy, string? Code = null)
{
    public static IReadOnlyList<PlacedError> Of(IEnumerable<ConditionError> errors) =>
        [.. errors.Select(error => new PlacedError(error.Path, error.Value, error.Remedy))];

    public static IReadOnlyList<PlacedError> Of(IEnumerable<ExperimentError> errors) =>
        [.. errors.Select(error => new PlacedError(error.Path, error.Value, error.Remedy, error.Code))];

    /// <summary>Writes errors as an array.</summary>
    public static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<PlacedError> errors)
    {
        writer.WriteStartArray(name);
        foreach (var (path, value, remedy, code) in errors)
        {
            writer.WriteStartObject();
            if (code is not null) writer.WriteString("code"u8, code);
            writer.WriteString("path"u8, path);
            writer.WriteString("value"u8, value);
            writer.WriteString("remedy"u8, remedy);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
