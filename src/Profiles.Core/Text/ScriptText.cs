using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Profiles.Core.Text;

/// <summary>
/// Texts of JSON as ECMAScript reads them: any UTF-16 code units, half surrogate pairs included, which .NET refuses.
/// </summary>
internal static class ScriptText
{
    private const int HexDigits = 4;

    /// <summary>A text.</summary>
    public static string Of(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Unescape(text.GetRawText());
        }
    }

    /// <summary>The name of a member.</summary>
    public static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            // Written as "NAME":VALUE, and read up to the quotation mark that ends the name.
            return Unescape(member.ToString());
        }
    }

    // The JSON is well-formed: it was parsed.
    private static string Unescape(string json)
    {
        var text = new StringBuilder();
        for (var i = 1; json[i] != '"'; i++)
        {
            if (json[i] != '\\')
            {
                text.Append(json[i]);
                continue;
            }

            i++;
            if (json[i] == 'u')
            {
                text.Append((char)ushort.Parse(
                    json.AsSpan(i + 1, HexDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += HexDigits;
                continue;
            }

            text.Append(json[i] switch
            {
                'b' => '\b',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                var other => other,
            });
        }

        return text.ToString();
    }
}
