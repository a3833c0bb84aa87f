using System.Text.Json.Serialization;

namespace Profiles.Cli.Embeddings;

[JsonSerializable(typeof(EmbeddingsQuestion))]
[JsonSerializable(typeof(EmbeddingsAnswer))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class EmbeddingsJson : JsonSerializerContext;
