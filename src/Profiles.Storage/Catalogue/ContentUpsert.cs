namespace Profiles.Storage.Catalogue;

/// <summary>New content, or a change of what is there.</summary>
/// <param name="Body">All of it, as the caller encodes it.</param>
/// <param name="Traits">The part that folding reads. Equal bytes mean that folding sees no change.</param>
public readonly record struct ContentUpsert(string ContentId, ReadOnlyMemory<byte> Body, ReadOnlyMemory<byte> Traits);
