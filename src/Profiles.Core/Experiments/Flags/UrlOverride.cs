using System.Globalization;

namespace Profiles.Core.Experiments.Flags;

/// <summary>A variant that the query of a page asks for, as <c>?EXPERIMENT=1</c>.</summary>
internal static class UrlOverride
{
    /// <summary>The variant's place; null where none is asked for, or none that there is.</summary>
    public static int? Find(string key, string? url, int variants)
    {
        if (string.IsNullOrEmpty(url)) return null;
        var query = url.AsSpan();
        var mark = query.IndexOf('?');
        if (mark < 0) return null;
        query = query[(mark + 1)..];
        query = Before(Before(query, '?'), '#');

        foreach (var part in query.Split('&'))
        {
            var pair = query[part];
            var equals = pair.IndexOf('=');
            if (!Before(pair, '=').SequenceEqual(key)) continue;
            var number = equals < 0 ? -1 : WholeOf(Before(pair[(equals + 1)..], '='));
            return number >= 0 && number < variants ? (int)number : null;
        }

        return null;
    }

    private static ReadOnlySpan<char> Before(ReadOnlySpan<char> text, char mark) =>
        text.IndexOf(mark) is var place and >= 0 ? text[..place] : text;

    // ECMAScript's parseInt: leading space, a sign, and as many digits as there are; -1 where there are none.
    private static double WholeOf(ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        var isNegative = text.StartsWith("-");
        if (isNegative || text.StartsWith("+")) text = text[1..];
        var isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        if (isHex) text = text[2..];

        var length = 0;
        while (length < text.Length && (isHex ? char.IsAsciiHexDigit(text[length]) : char.IsAsciiDigit(text[length])))
            length++;
        if (length == 0) return -1;
        var number = 0.0;
        foreach (var digit in text[..length])
        {
            var value = int.Parse([digit], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            number = number * (isHex ? 16 : 10) + value;
        }

        return isNegative ? -number : number;
    }
}
