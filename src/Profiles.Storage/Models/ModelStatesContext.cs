using System.Text.Json.Serialization;

namespace Profiles.Storage.Models;

[JsonSerializable(typeof(ModelStates))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
internal sealed partial class ModelStatesContext : JsonSerializerContext;
