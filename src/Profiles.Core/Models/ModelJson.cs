using System.Text.Json.Serialization;

namespace Profiles.Core.Models;

[JsonSerializable(typeof(ModelManifest))]
[JsonSerializable(typeof(RankerDocument))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
internal sealed partial class ModelJson : JsonSerializerContext;
