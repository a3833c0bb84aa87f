using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Profiles.Contracts;
using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Storage;
using Profiles.Storage.Catalogue;

namespace Profiles.Streaming.Catalogue;

/// <summary>The catalogue in memory, over a store of revisions that only grows.</summary>
/// <remarks>
/// A revision is durable before it is given out, and its traits are in place before the content points at it: whoever
/// reads a revision can read its traits. A change that the fold does not see keeps the revision.
/// </remarks>
internal sealed class ContentCatalogue : IContentCatalogue, IDisposable
{
    private readonly ContentStore _store;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private ContentTraits?[] _traits = new ContentTraits?[1024];

    public ContentCatalogue(ContentStore store)
    {
        _store = store;
        Load();
    }

    public int Count => _entries.Count;

    public async ValueTask<int> UpsertAsync(
        IReadOnlyList<ContentItem> contents, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            var changed = Changed(contents);
            if (changed.Count == 0) return 0;

            // The store numbers the revisions one after the other, one for each content that differs: all of these do.
            var revision = Store(changed) - changed.Count;
            foreach (var (content, traits) in changed) Publish(checked((int)++revision), content, traits);
            return changed.Count;
        }
        finally
        {
            _writing.Release();
        }
    }

    public bool TryGet(string contentId, [NotNullWhen(true)] out ContentItem? content)
    {
        content = _entries.TryGetValue(contentId, out var entry) ? entry.Content : null;
        return content is not null;
    }

    public int RevisionOf(string contentId) => _entries.TryGetValue(contentId, out var entry) ? entry.Revision : 0;

    public ContentTraits? TraitsOf(int revision)
    {
        var traits = Volatile.Read(ref _traits);
        return (uint)revision < (uint)traits.Length ? traits[revision] : null;
    }

    public void Dispose() => _writing.Dispose();

    private void Load()
    {
        var revisions = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in _store.LoadTraits())
        {
            var revision = checked((int)row.Revision);
            revisions[row.ContentId] = revision;
            SetTraits(revision, ContentJson.ReadTraits(row.ContentId, row.Traits));
        }

        var parser = new ContentParser(EventLimits.Default);
        foreach (var row in _store.LoadLatest())
        {
            if (!parser.TryParse(row.Body.Span, 0, out var content, out var rejection))
            {
                throw new InvalidDataException(
                    $"Revision {row.Revision} of the catalogue cannot be read: {rejection.Reason}");
            }

            _entries[row.ContentId] = new Entry(revisions[row.ContentId], content, row.Traits);
        }
    }

    /// <summary>Those that differ from what is there, the last of each id.</summary>
    private List<(ContentItem Content, byte[] Traits)> Changed(IReadOnlyList<ContentItem> contents)
    {
        var last = new Dictionary<string, ContentItem>(contents.Count, StringComparer.Ordinal);
        foreach (var content in contents) last[content.Id] = content;
        return
        [
            .. last.Values
                .Where(content => !_entries.TryGetValue(content.Id, out var known) || !known.Content.Equals(content))
                .Select(content => (content, ContentJson.WriteTraits(content))),
        ];
    }

    private long Store(List<(ContentItem Content, byte[] Traits)> changed)
    {
        try
        {
            return _store.Upsert(
                [.. changed.Select(
                    item => new ContentUpsert(item.Content.Id, ContentJson.Write(item.Content), item.Traits))]);
        }
        catch (StorageUnavailableException exception)
        {
            throw new IngestionRefusedException(
                "storage-unavailable", exception.Message, TimeSpan.FromSeconds(1), exception);
        }
    }

    private void Publish(int revision, ContentItem content, byte[] traits)
    {
        if (_entries.TryGetValue(content.Id, out var known) && known.Traits.Span.SequenceEqual(traits))
            revision = known.Revision;
        else
            SetTraits(revision, content.Traits());
        _entries[content.Id] = new Entry(revision, content, traits);
    }

    private void SetTraits(int revision, ContentTraits of)
    {
        var traits = _traits;
        if (revision >= traits.Length) Array.Resize(ref traits, Math.Max(revision + 1, traits.Length * 2));
        traits[revision] = of;
        Volatile.Write(ref _traits, traits);
    }

    /// <param name="Revision">The newest revision that changed the traits.</param>
    /// <param name="Content">The content as it is now.</param>
    /// <param name="Traits">The bytes of its traits.</param>
    private sealed record Entry(int Revision, ContentItem Content, ReadOnlyMemory<byte> Traits);
}
