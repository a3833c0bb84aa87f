using System.Diagnostics.CodeAnalysis;
using Profiles.Contracts;
using Profiles.Core.Catalogue;
using Profiles.Core.Content;

namespace Profiles.Streaming.Tests;

/// <summary>A catalogue that fails for one content while an event about it is folded, until it is mended.</summary>
internal sealed class FailingCatalogue : IContentCatalogue
{
    public const string Poison = "poison";
    public const string Message = "the traits of this content cannot be had";

    private const int PoisonRevision = 666;

    public bool IsMended { get; set; }

    public int Count => 0;

    public ContentIndex Index { get; } = new();

    public ValueTask<int> UpsertAsync(IReadOnlyList<ContentItem> contents, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public bool TryGet(string contentId, [NotNullWhen(true)] out ContentItem? content)
    {
        content = null;
        return false;
    }

    public int RevisionOf(string contentId) => contentId == Poison ? PoisonRevision : 0;

    public ContentTraits? TraitsOf(int revision) =>
        revision == PoisonRevision && !IsMended ? throw new InvalidOperationException(Message) : null;
}
