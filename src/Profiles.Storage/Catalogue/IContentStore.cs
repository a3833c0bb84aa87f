namespace Profiles.Storage.Catalogue;

/// <summary>
/// Content as a list of revisions that only grows, so that an event folded again sees the content that it saw first.
/// What the bytes mean is the caller's. Any thread.
/// </summary>
public interface IContentStore : IDisposable
{
    /// <summary>The newest revision; 0 when there is none.</summary>
    long LatestRevision { get; }

    /// <summary>How many contents there are.</summary>
    long Count { get; }

    /// <summary>
    /// Adds a revision for each content whose body differs from its latest, all in one transaction. The revisions of a
    /// batch follow one another, in its order.
    /// </summary>
    /// <returns>For each of the batch the revision that it became; 0 where it was there already.</returns>
    /// <exception cref="StorageUnavailableException">Storage refused; nothing was changed.</exception>
    IReadOnlyList<long> Upsert(IReadOnlyCollection<ContentUpsert> batch);

    /// <summary>The latest revision of every content, in the order of the revisions.</summary>
    IEnumerable<ContentRevision> LoadLatest();

    /// <summary>
    /// Every revision, in order, from a revision on: without the body, and with traits where folding sees a change.
    /// </summary>
    IEnumerable<ContentRevision> LoadTraits(long fromRevision = 0);

    /// <summary>
    /// Every content as it was once, in the order of the revisions: its latest revision up to the given one.
    /// </summary>
    IEnumerable<ContentRevision> LoadAsOf(long revision);

    /// <summary>Every revision of a range, in order, with bodies.</summary>
    IEnumerable<ContentRevision> LoadBodies(long fromRevision, long lastRevision);

    /// <summary>One revision; null where there is none of that number.</summary>
    ContentRevision? Read(long revision);
}
