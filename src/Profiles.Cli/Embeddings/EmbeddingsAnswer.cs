namespace Profiles.Cli.Embeddings;

/// <summary>What of the answer is read.</summary>
internal sealed record EmbeddingsAnswer(EmbeddingsAnswer.Item?[]? Data)
{
    internal sealed record Item(int? Index, float[]? Embedding);
}
