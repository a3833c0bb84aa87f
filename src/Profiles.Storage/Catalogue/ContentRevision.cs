namespace Profiles.Storage.Catalogue;

/// <summary>One revision of one content. Revisions ascend over the whole catalogue and are never changed.</summary>
/// <param name="Body">Empty when only traits were asked for.</param>
/// <param name="TraitsChanged">False when the revision before, of the same content, has the same traits.</param>
public readonly record struct ContentRevision(
    long Revision, string ContentId, ReadOnlyMemory<byte> Body, ReadOnlyMemory<byte> Traits, bool TraitsChanged);
