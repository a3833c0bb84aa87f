using Profiles.Core.Events;

namespace Profiles.Core.Content;

/// <summary>What a body of contents held.</summary>
/// <param name="Contents">The accepted contents, in their order.</param>
/// <param name="Rejections">The others, by index.</param>
/// <param name="Count">How many contents were seen, accepted or not.</param>
public sealed record ContentBatch(
    IReadOnlyList<ContentItem> Contents, IReadOnlyList<EventRejection> Rejections, int Count);
