using System.Collections.Immutable;
using System.Text;

namespace Profiles.Core.Experiments.Flags;

/// <summary>The parameters of a page (WHATWG URL, section 5: application/x-www-form-urlencoded).</summary>
internal static class UrlQuery
{
    /// <summary>The parameters in their order.</summary>
    public static ImmutableArray<KeyValuePair<string, string>> Of(Uri page) =>
    [
        .. page.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair =>
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            return equals < 0
                ? KeyValuePair.Create(Decoded(pair), string.Empty)
                : KeyValuePair.Create(Decoded(pair[..equals]), Decoded(pair[(equals + 1)..]));
        }),
    ];

    /// <summary>A page with the parameters of another that it has not.</summary>
    public static string Merge(string from, string into)
    {
        if (!Uri.TryCreate(from, UriKind.Absolute, out var page)
            || !Uri.TryCreate(into, UriKind.Absolute, out var target))
            return into;
        var parameters = Of(target).ToList();
        foreach (var (key, value) in Of(page))
        {
            var place = parameters.FindIndex(Of(target).Length, parameter => parameter.Key == key);
            if (place >= 0) parameters[place] = KeyValuePair.Create(key, value);
            else if (parameters.TrueForAll(parameter => parameter.Key != key)) parameters.Add(new(key, value));
        }

        if (parameters.Count == Of(target).Length) return target.AbsoluteUri;
        var query = string.Join('&', parameters.Select(pair => $"{Encoded(pair.Key)}={Encoded(pair.Value)}"));
        return $"{target.GetLeftPart(UriPartial.Path)}?{query}{target.Fragment}";
    }

    private static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static string Encoded(string text)
    {
        var encoded = new StringBuilder();
        foreach (var unit in Encoding.UTF8.GetBytes(text))
        {
            if (unit == ' ') encoded.Append('+');
            else if (char.IsAsciiLetterOrDigit((char)unit) || (char)unit is '*' or '-' or '.' or '_')
                encoded.Append((char)unit);
            else encoded.Append('%').Append(unit.ToString("X2", null));
        }

        return encoded.ToString();
    }
}
