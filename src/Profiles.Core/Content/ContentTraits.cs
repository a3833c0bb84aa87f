using System.Collections.Immutable;
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
        string contentId, ContentKind kind, ImmutableArray<string> genres, ImmutableArray<string> tags, string? seriesId)
    {
        ContentId = contentId;
        Kind = kind;
        Genres = genres.IsDefault ? [] : genres;
        Tags = tags.IsDefault ? [] : tags;
        SeriesId = seriesId;
        ContentHash = StableHash.Hash64(contentId);
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
}
