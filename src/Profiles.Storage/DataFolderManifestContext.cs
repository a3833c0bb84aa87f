using System.Text.Json.Serialization;

namespace Profiles.Storage;

[JsonSerializable(typeof(DataFolderManifest))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
internal sealed partial class DataFolderManifestContext : JsonSerializerContext;
