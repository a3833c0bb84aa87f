using System.Diagnostics.CodeAnalysis;
using Profiles.Core.Events;

namespace Profiles.Core.Content;

/// <summary>
/// Reads contents from UTF-8 JSON; each is accepted or rejected by name. Safe to share between threads.
/// </summary>
public sealed class ContentParser(EventLimits limits)
{
    private readonly EventLimits _limits = limits;

    /// <summary>The most contents of one batch.</summary>
    public const int MaxBatchContents = 10_000;

    /// <summary>Reads one content: a line of NDJSON, say.</summary>
    public bool TryParse(
        ReadOnlySpan<byte> json, int index,
        [NotNullWhen(true)] out ContentItem? content, [NotNullWhen(false)] out EventRejection? rejection)
    {
        _ = _limits;
        content = null;
        rejection = new EventRejection(index, RejectionCodes.MalformedJson, "Not read yet.");
        return false;
    }

    /// <summary>Reads a whole body: one content, a JSON array of them, or one a line.</summary>
    public ContentBatch Parse(EventFormat format, ReadOnlySpan<byte> body) => new([], [], _limits.MaxBatchEvents * 0);
}
