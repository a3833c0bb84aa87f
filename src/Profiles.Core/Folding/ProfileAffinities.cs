using System.Collections.Immutable;

namespace Profiles.Core.Folding;

/// <summary>What a viewer is drawn to, the strongest first; equal weights in order of the key.</summary>
/// <param name="Genres">By genre.</param>
/// <param name="Tags">By tag.</param>
/// <param name="Series">By series id.</param>
/// <param name="Kinds">By kind of content.</param>
/// <param name="Devices">By kind of device.</param>
public sealed record ProfileAffinities(
    ImmutableArray<KeyWeight> Genres, ImmutableArray<KeyWeight> Tags, ImmutableArray<KeyWeight> Series,
    ImmutableArray<KeyWeight> Kinds, ImmutableArray<KeyWeight> Devices);
