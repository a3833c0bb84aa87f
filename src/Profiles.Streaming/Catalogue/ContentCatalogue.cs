using System.Diagnostics.CodeAnalysis;
using Profiles.Contracts;
using Profiles.Core.Catalogue;
using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Storage;
using Profiles.Storage.Catalogue;
using Profiles.Storage.Postgres;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Catalogue;

/// <summary>The catalogue in memory, over a store of revisions that only grows.</summary>
/// <remarks>
/// A revision is durable before it is given out, and its traits are in place before the content points at it: whoever
/// reads a revision can read its traits. A change that the fold does not see is a revision too, with the same traits:
/// an event's revision says exactly what the content was when the event entered the log. Where another host has added
/// revisions, they are taken before one of them is read: an event that names it was sent after it was durable.
/// </remarks>
internal sealed class ContentCatalogue : IContentCatalogue, IStoreCopy, IDisposable
{
    private readonly ContentParser _parser = new(EventLimits.Default);
    private readonly IContentStore _store;
    private readonly SemaphoreSlim _writing = new(1);
    private ContentTraits?[] _traits = new ContentTraits?[1024];
    private long _latest;

    public ContentCatalogue(IContentStore store)
    {
        _store = store;
        Load();
    }

    public ContentIndex Index { get; } = new();

    public int Count => Index.Count;

    string IStoreCopy.Kind => SharedChanges.Catalogue;

    /// <summary>The newest revision that this host has taken.</summary>
    public long Version => Volatile.Read(ref _latest);

    public async ValueTask<int> UpsertAsync(
        IReadOnlyList<ContentItem> contents, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            var changed = Changed(contents);
            if (changed.Count == 0) return 0;
            RefuseUnlessRoom(changed);

            var revisions = Store(changed);
            var own = revisions.Count(revision => revision > 0);
            if (own == 0) return 0;

            // Those of a batch follow one another; what came before them is another host's.
            TakeUntil(revisions.First(revision => revision > 0) - 1);
            for (var i = 0; i < changed.Count; i++)
                if (revisions[i] > 0) Publish(checked((int)revisions[i]), changed[i]);
            return own;
        }
        finally
        {
            _writing.Release();
        }
    }

    public bool TryGet(string contentId, [NotNullWhen(true)] out ContentItem? content)
    {
        content = Index.TryGet(contentId, out var entry) ? entry.Item : null;
        return content is not null;
    }

    public int RevisionOf(string contentId) => Index.TryGet(contentId, out var entry) ? entry.Revision : 0;

    public ContentTraits? TraitsOf(int revision)
    {
        if (revision > Version) TakeNewer();
        var traits = Volatile.Read(ref _traits);
        return (uint)revision < (uint)traits.Length ? traits[revision] : null;
    }

    public async ValueTask CatchUpAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            TakeUntil(long.MaxValue);
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _writing.Dispose();

    private void Load()
    {
        var numbers = Index.Numbers;
        var revisions = new List<int>();
        foreach (var row in _store.LoadTraits())
        {
            var revision = checked((int)row.Revision);
            var number = numbers.NumberOf(row.ContentId);
            if (number == ContentNumbers.None) throw TooMany();
            while (revisions.Count <= number) revisions.Add(0);
            SetTraits(revision, row.TraitsChanged
                ? ContentJson.ReadTraits(numbers.IdOf(number), row.Traits)
                : TraitsOf(revisions[number])!);
            revisions[number] = revision;
            _latest = revision;
        }

        // Another host may be adding meanwhile: what the traits are not there for yet is taken later.
        var latest = Version;
        foreach (var row in _store.LoadLatest())
            if (row.Revision <= latest) Upsert(checked((int)row.Revision), Read(row), TraitsOf((int)row.Revision)!);
        TakeUntil(long.MaxValue);
    }

    private ContentItem Read(in ContentRevision row) =>
        _parser.TryParse(row.Body.Span, 0, out var content, out var rejection)
            ? content
            : throw new InvalidDataException(
                $"Revision {row.Revision} of the catalogue cannot be read: {rejection.Reason}");

    private void TakeNewer()
    {
        _writing.Wait();
        try
        {
            TakeUntil(long.MaxValue);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Publishes what other hosts have added. One caller at a time.</summary>
    private void TakeUntil(long revision)
    {
        if (revision <= _latest) return;
        foreach (var row in _store.LoadBodies(_latest + 1, revision)) Publish(checked((int)row.Revision), Read(row));
    }

    /// <summary>Those that differ from what is there, the last of each id.</summary>
    private List<ContentItem> Changed(IReadOnlyList<ContentItem> contents)
    {
        var last = new Dictionary<string, ContentItem>(contents.Count, StringComparer.Ordinal);
        foreach (var content in contents) last[content.Id] = content;
        return [.. last.Values.Where(content =>
            !Index.TryGet(content.Id, out var known) || !known.Item.Equals(content))];
    }

    /// <summary>What is stored can be loaded again: each content and each series has a number.</summary>
    private void RefuseUnlessRoom(List<ContentItem> changed)
    {
        foreach (var content in changed)
        {
            if (Index.Numbers.NumberOf(content.Id) == ContentNumbers.None)
                throw new IngestionRefusedException("catalogue-full", TooMany().Message, TimeSpan.FromHours(1));
        }
    }

    private static InvalidOperationException TooMany() =>
        new($"More than {ContentNumbers.MaxContents} content ids are known from the catalogue and from events.");

    private IReadOnlyList<long> Store(List<ContentItem> changed)
    {
        try
        {
            return _store.Upsert(
                [.. changed.Select(content => new ContentUpsert(
                    content.Id, ContentJson.Write(content), ContentJson.WriteTraits(content)))]);
        }
        catch (StorageUnavailableException exception)
        {
            throw new IngestionRefusedException(
                "storage-unavailable", exception.Message, TimeSpan.FromSeconds(1), exception);
        }
    }

    private void Publish(int revision, ContentItem content)
    {
        var traits = Index.TryGet(content.Id, out var known) && AreSame(known.Item, content)
            ? known.Traits
            : content.Traits();
        SetTraits(revision, traits);
        Upsert(revision, content, traits);
        Volatile.Write(ref _latest, revision);
    }

    /// <summary>Whether the fold sees no difference: equal means equal bytes of
    /// <c>ContentJson.WriteTraits</c>.</summary>
    private static bool AreSame(ContentItem left, ContentItem right) =>
        left.Kind == right.Kind && left.SeriesId == right.SeriesId
        && left.Genres.AsSpan().SequenceEqual(right.Genres.AsSpan())
        && left.Tags.AsSpan().SequenceEqual(right.Tags.AsSpan());

    /// <summary>What the content and its traits both say is kept once.</summary>
    private void Upsert(int revision, ContentItem content, ContentTraits traits)
    {
        var shared = content with
        {
            Id = traits.ContentId, Genres = traits.Genres, Tags = traits.Tags, SeriesId = traits.SeriesId,
        };
        Index.Upsert(shared, revision, traits);
    }

    private void SetTraits(int revision, ContentTraits of)
    {
        var traits = _traits;
        if (revision >= traits.Length) Array.Resize(ref traits, Math.Max(revision + 1, traits.Length * 2));
        traits[revision] = of;
        Volatile.Write(ref _traits, traits);
    }
}
