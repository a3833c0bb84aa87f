using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Profiles.Core.Experiments.Flags;

/// <summary>
/// A page with <c>*</c> for anything. Host, path, fragment and the parameters that are named are compared each, in any
/// case; slashes around the path are optional, and what is not named may be anything.
/// </summary>
internal sealed partial class SimpleUrl
{
    // A name that may stand in a host, which an asterisk may not.
    private const string Wildcard = "_____";

    private readonly Uri _page;
    private readonly ImmutableArray<KeyValuePair<string, string>> _parameters;

    private SimpleUrl(Uri page)
    {
        _page = page;
        _parameters = UrlQuery.Of(page);
    }

    /// <summary>The page of a pattern; null where it is none.</summary>
    public static SimpleUrl? Of(string pattern)
    {
        var text = MissingScheme().Replace(pattern, "https://$1.").Replace("*", Wildcard, StringComparison.Ordinal);
        return Uri.TryCreate(new Uri($"https://{Wildcard}"), text, out var page) ? new SimpleUrl(page) : null;
    }

    /// <summary>Whether a page matches.</summary>
    public bool Matches(Uri page)
    {
        if (!IsMatch(page.Authority, _page.Authority) || !IsPath(page.AbsolutePath, _page.AbsolutePath)) return false;
        if (_page.Fragment.Length > 1 && !IsMatch(page.Fragment, _page.Fragment)) return false;
        var asked = UrlQuery.Of(page);
        return _parameters.All(parameter => IsMatch(
            asked.FirstOrDefault(other => other.Key == parameter.Key).Value ?? string.Empty, parameter.Value));
    }

    private static bool IsPath(string path, string pattern)
    {
        if (pattern.StartsWith('/')) pattern = pattern[1..];
        if (pattern.EndsWith('/')) pattern = pattern[..^1];
        var bare = path.StartsWith('/') ? path[1..] : path;
        var shorter = path.EndsWith('/') ? path[..^1] : path;
        var barest = bare.EndsWith('/') ? bare[..^1] : bare;
        return IsMatch(path, pattern) || IsMatch(bare, pattern)
            || IsMatch(shorter, pattern) || IsMatch(barest, pattern);
    }

    // Each literal is found as early as it can be, which is enough where a wildcard may be empty.
    private static bool IsMatch(string text, string pattern)
    {
        var parts = pattern.Split(Wildcard);
        if (parts.Length == 1) return text.Equals(pattern, StringComparison.OrdinalIgnoreCase);
        if (!text.StartsWith(parts[0], StringComparison.OrdinalIgnoreCase)) return false;
        var at = parts[0].Length;
        foreach (var part in parts.AsSpan(1, parts.Length - 2))
        {
            var found = text.IndexOf(part, at, StringComparison.OrdinalIgnoreCase);
            if (found < 0) return false;
            at = found + part.Length;
        }

        return text.Length - at >= parts[^1].Length && text.EndsWith(parts[^1], StringComparison.OrdinalIgnoreCase);
    }

    [GeneratedRegex("^([^:/?]*)\\.")]
    private static partial Regex MissingScheme();
}
