using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Profiles.Api.Http;

/// <summary>
/// Ids in paths, percent-decoded once. Kestrel leaves <c>%2F</c> as it is when it decodes a path, so that a route value
/// cannot tell the id <c>a/b</c> from the id <c>a%2Fb</c>; the target as it was sent can.
/// </summary>
internal static class PathSegments
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>A segment of the path, from 0; null where it is not there or is not percent-encoded UTF-8.</summary>
    public static string? Decode(HttpContext context, int index)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget;
        if (string.IsNullOrEmpty(target) || target[0] != '/') return null;

        var path = target.AsSpan(1);
        var end = path.IndexOfAny('?', '#');
        if (end >= 0) path = path[..end];
        for (; index > 0; index--)
        {
            var slash = path.IndexOf('/');
            if (slash < 0) return null;
            path = path[(slash + 1)..];
        }

        end = path.IndexOf('/');
        if (end >= 0) path = path[..end];
        return path.Contains('%') ? Unescape(path) : path.ToString();
    }

    private static string? Unescape(ReadOnlySpan<char> text)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                length += Encoding.UTF8.GetBytes(text.Slice(i, 1), bytes.AsSpan(length));
                continue;
            }

            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
                return null;
            bytes[length++] = Convert.FromHexString(text.Slice(i + 1, 2))[0];
            i += 2;
        }

        try
        {
            return Strict.GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
