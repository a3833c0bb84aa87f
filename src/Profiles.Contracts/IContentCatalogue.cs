using System.Diagnostics.CodeAnalysis;
using Profiles.Core.Catalogue;
using Profiles.Core.Content;

namespace Profiles.Contracts;

/// <summary>What can be watched. Every host holds all of it in memory; a change is durable before it is seen.</summary>
public interface IContentCatalogue
{
    /// <summary>How many contents there are.</summary>
    int Count { get; }

    /// <summary>The contents as serving reads them; follows every upsert.</summary>
    ContentIndex Index { get; }

    /// <summary>Adds contents or replaces those with the same id.</summary>
    /// <returns>How many were new or differed from what was stored.</returns>
    ValueTask<int> UpsertAsync(IReadOnlyList<ContentItem> contents, CancellationToken cancellationToken);

    /// <summary>The content as it is now.</summary>
    bool TryGet(string contentId, [NotNullWhen(true)] out ContentItem? content);

    /// <summary>
    /// The revision of the content that an event about it is stamped with when it enters the log; 0 where it is
    /// unknown. The fold uses the traits of that revision for ever, so that a replay gives what the live fold gave.
    /// </summary>
    int RevisionOf(string contentId);

    /// <summary>The traits of a revision; null for 0 or one that was never given out.</summary>
    ContentTraits? TraitsOf(int revision);
}
