using System.Text.Json.Serialization;

namespace Profiles.Core.Experiments.Definitions;

[JsonSerializable(typeof(ExperimentSet))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class ExperimentJsonContext : JsonSerializerContext;
