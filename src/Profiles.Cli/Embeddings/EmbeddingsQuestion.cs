using System.Text.Json.Serialization;

namespace Profiles.Cli.Embeddings;

/// <summary>The body of <c>POST /v1/embeddings</c>.</summary>
internal sealed record EmbeddingsQuestion(
    string Model, string[] Input, [property: JsonPropertyName("encoding_format")] string EncodingFormat);
