namespace Profiles.Api.Units;

/// <summary>Where a viewer is in the space of a model.</summary>
internal sealed record EmbeddingAnswer(string ModelVersion, IReadOnlyList<float> Vector);
