using System.Text.RegularExpressions;

namespace Profiles.Core.Conditions;

/// <summary>
/// Versions in a form whose order as text is the order of versions, by GrowthBook's rule: a leading <c>v</c> and the
/// build after <c>+</c> go; the parts between <c>.</c> and <c>-</c> are joined by <c>-</c>, whole numbers among them
/// padded to five; a version of three parts gets a fourth that sorts after every pre-release.
/// </summary>
internal static partial class VersionText
{
    private const int NumberWidth = 5;
    private const int PartsOfRelease = 3;

    /// <summary>The sortable form of a value that holds a version; of what holds none, that of version 0.</summary>
    public static string Of(AttributeValue value)
    {
        var text = value switch
        {
            AttributeValue.Number number => ScriptValues.TextOf(number.Value),
            AttributeValue.Text { Value.Length: > 0 } some => some.Value,
            _ => "0",
        };
        if (text[0] == 'v') text = text[1..];
        var build = text.IndexOf('+', StringComparison.Ordinal);
        if (build >= 0) text = text[..build];

        var parts = text.Split('-', '.').ToList();
        if (parts.Count == PartsOfRelease) parts.Add("~");
        return string.Join('-', parts.Select(part => IsWhole().IsMatch(part) ? part.PadLeft(NumberWidth) : part));
    }

    [GeneratedRegex("^[0-9]+\\z")]
    private static partial Regex IsWhole();
}
