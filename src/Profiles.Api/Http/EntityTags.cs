using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Profiles.Api.Http;

/// <summary>What callers say they have already.</summary>
internal static class EntityTags
{
    /// <summary>
    /// Whether If-None-Match names a tag. It compares weakly (RFC 9110, section 13.1.2): W/"x" is the same as "x".
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="tag">The tag, in its quotes and without W/.</param>
    public static bool IsKnown(HttpRequest request, string tag)
    {
        var header = request.Headers.IfNoneMatch;
        if (header.Count == 0) return false;
        if (header.Count == 1 && header[0] == tag) return true;
        if (!EntityTagHeaderValue.TryParseList(header, out var tags)) return false;

        foreach (var candidate in tags)
        {
            if (candidate == EntityTagHeaderValue.Any || candidate.Tag == tag) return true;
        }

        return false;
    }
}
