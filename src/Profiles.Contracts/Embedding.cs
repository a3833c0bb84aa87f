using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Profiles.Contracts;

/// <summary>Where a viewer is in the space of a model.</summary>
/// <param name="ModelVersion">The version of the model.</param>
/// <param name="Vector">The vector; zeros where nothing is known of the viewer.</param>
[GenerateSerializer, Immutable, Alias("profiles.embedding")]
public sealed record Embedding(
    [property: Id(0)] string ModelVersion, [property: Id(1)] ImmutableArray<float> Vector);
