using System.Collections.Immutable;
using Profiles.Core.Folding.Aggregators;
using Profiles.Core.Hashing;

namespace Profiles.Core.Content;

/// <summary>
/// What the fold needs of a content, at one revision of it. Immutable, shared by everyone who folds an event about it.
/// </summary>
public sealed class ContentTraits
{
    /// <summary>
    /// The most genres and the most tags that the fold takes of one content; the ones after are ignored.
    /// </summary>
    public const int MaxKeys = 64;

    /// <summary>Creates traits.</summary>
    public ContentTraits(
        string contentId, ContentKind kind, ImmutableArray<string> genres, ImmutableArray<string> tags,
        string? seriesId)
    {
        ContentId = contentId;
        Kind = kind;
        Genres = genres.IsDefault ? [] : genres;
        Tags = tags.IsDefault ? [] : tags;
        SeriesId = seriesId;
        ContentHash = StableHash.Hash64(contentId);
        AffinityKeys = KeysOf();
    }

    /// <summary>The content.</summary>
    public string ContentId { get; }

    /// <summary>What kind of content.</summary>
    public ContentKind Kind { get; }

    /// <summary>Its genres.</summary>
    public ImmutableArray<string> Genres { get; }

    /// <summary>Its tags.</summary>
    public ImmutableArray<string> Tags { get; }

    /// <summary>The series it belongs to, or null. Of a series, the fold takes the series itself.</summary>
    public string? SeriesId { get; }

    internal ulong ContentHash { get; }

    /// <summary>Every key that an event about the content adds to, once each, in ascending order.</summary>
    internal ImmutableArray<AffinityKey> AffinityKeys { get; }

    private ImmutableArray<AffinityKey> KeysOf()
    {
        var keys = new SortedDictionary<ulong, AffinityKey>();
        foreach (var genre in Genres.Take(MaxKeys)) Add(AffinityKey.Of(AffinityDimension.Genre, genre));
        foreach (var tag in Tags.Take(MaxKeys)) Add(AffinityKey.Of(AffinityDimension.Tag, tag));
        Add(AffinityKey.Of(Kind));
        if ((SeriesId ?? (Kind == ContentKind.Series ? ContentId : null)) is { } series)
            Add(AffinityKey.Of(AffinityDimension.Series, series));
        return [.. keys.Values];

        void Add(AffinityKey key) => keys.TryAdd(key.Order, key);
    }
}
