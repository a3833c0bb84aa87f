using System.Collections.Immutable;
using System.Text.Json;
using Profiles.Core.Conditions;

namespace Profiles.Core.Experiments.Flags;

/// <summary>The pages that an experiment is for.</summary>
internal sealed class UrlTargets
{
    private readonly ImmutableArray<(bool IsIncluded, Predicate<Uri> Matches)> _targets;

    private UrlTargets(ImmutableArray<(bool IsIncluded, Predicate<Uri> Matches)> targets) => _targets = targets;

    /// <summary>
    /// Reads <c>[{"include","type":"simple|regex","pattern"}]</c>; what is malformed matches no page.
    /// </summary>
    public static UrlTargets Of(JsonElement json) => new(
    [
        .. PayloadReading.ItemsOf(json).Select(target => (
            !target.TryMember("include", out var include) || include.ValueKind != JsonValueKind.False,
            MatcherOf(target.TextOf("type"), target.TextOf("pattern")))),
    ]);

    /// <summary>
    /// Whether a page is one of those: one that no exclusion matches, and an inclusion if there are any.
    /// </summary>
    public bool Include(string url)
    {
        if (_targets.IsEmpty || !Uri.TryCreate(new Uri("https://_"), url, out var page)) return false;
        var (hasInclusions, isIncluded) = (false, false);
        foreach (var (includes, matches) in _targets)
        {
            var isMatch = matches(page);
            if (!includes && isMatch) return false;
            hasInclusions |= includes;
            isIncluded |= includes && isMatch;
        }

        return isIncluded || !hasInclusions;
    }

    private static Predicate<Uri> MatcherOf(string? type, string? pattern)
    {
        if (type == "simple" && pattern is not null)
            return SimpleUrl.Of(pattern) is { } simple ? simple.Matches : _ => false;
        if (type != "regex" || pattern is not { Length: <= ConditionBounds.MaxLenientPatternLength }
            || !ConditionPattern.TryCompile(pattern, false, mayBacktrack: true, out var regex, out _))
            return _ => false;
        return page => regex.IsMatch(page.AbsoluteUri) || regex.IsMatch(page.PathAndQuery + page.Fragment);
    }
}
