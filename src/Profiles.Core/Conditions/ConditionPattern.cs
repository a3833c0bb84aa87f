using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace Profiles.Core.Conditions;

/// <summary>
/// A regular expression of ECMAScript (without flags), matched by .NET's engine that never backtracks, in time linear
/// in the text. One that needs look-around or back-references is matched by the one that does, where that is allowed.
/// A match that takes longer than <see cref="ConditionBounds.MatchTimeout"/> is none.
/// </summary>
public sealed class ConditionPattern
{
    private const string SpaceSet =
        @"\t-\r \u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF";

    private readonly Regex _regex;

    private ConditionPattern(string text, Regex regex)
    {
        Text = text;
        _regex = regex;
    }

    /// <summary>The expression as it was written.</summary>
    public string Text { get; }

    /// <summary>Compiles an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="ignoresCase">Letters match in either case.</param>
    /// <param name="mayBacktrack">Whether it may use look-around and back-references.</param>
    /// <param name="pattern">The pattern.</param>
    /// <param name="remedy">What to write instead, where it is refused.</param>
    public static bool TryCompile(
        string text, bool ignoresCase, bool mayBacktrack,
        [NotNullWhen(true)] out ConditionPattern? pattern, [NotNullWhen(false)] out string? remedy)
    {
        pattern = null;
        var options = ignoresCase ? RegexOptions.IgnoreCase : RegexOptions.None;
        try
        {
            var translated = Translate(text);
            Regex regex;
            try
            {
                regex = new Regex(
                    translated, options | RegexOptions.NonBacktracking, ConditionBounds.MatchTimeout);
            }
            catch (NotSupportedException) when (mayBacktrack)
            {
                regex = new Regex(translated, options, ConditionBounds.MatchTimeout);
            }

            pattern = new ConditionPattern(text, regex);
            remedy = null;
            return true;
        }
        catch (NotSupportedException)
        {
            remedy = "Write the expression without look-around and back-references.";
        }
        catch (ArgumentException exception)
        {
            remedy = $"Write a regular expression: {exception.Message}";
        }

        return false;
    }

    /// <summary>Whether it matches anywhere in the text.</summary>
    public bool IsMatch(string text)
    {
        try
        {
            return _regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    /// <summary>
    /// Writes in .NET's words what ECMAScript means: classes are ASCII, <c>$</c> is the very end, <c>.</c> is no
    /// line break of four, a letter escaped without need is itself, and .NET's own inventions are refused.
    /// </summary>
    private static string Translate(string text)
    {
        var written = new StringBuilder(text.Length + 16);
        var isInSet = false;
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (character == '\\' && i + 1 < text.Length)
            {
                written.Append(Escape(text, ref i, isInSet));
            }
            else if (isInSet)
            {
                // In .NET, an opening bracket after a hyphen subtracts a set.
                isInSet = character != ']';
                written.Append(character == '[' ? @"\[" : character.ToString());
            }
            else if (character == '[')
            {
                isInSet = !TryEmptySet(text, ref i, written);
            }
            else
            {
                written.Append(Plain(text, i));
            }
        }

        return written.ToString();
    }

    private static bool TryEmptySet(string text, ref int i, StringBuilder written)
    {
        if (text.AsSpan(i).StartsWith("[]"))
        {
            written.Append(@"[^\u0000-\uFFFF]");
            i += 1;
            return true;
        }

        if (text.AsSpan(i).StartsWith("[^]"))
        {
            written.Append(@"[\u0000-\uFFFF]");
            i += 2;
            return true;
        }

        written.Append('[');
        if (!text.AsSpan(i).StartsWith("[^")) return false;
        written.Append('^');
        i++;
        return false;
    }

    private static string Plain(string text, int i)
    {
        switch (text[i])
        {
            case '.': return @"[^\n\r\u2028\u2029]";
            case '$': return @"\z";
            case '(' when text.AsSpan(i).StartsWith("(?"):
                var kind = text.AsSpan(i + 2);
                if (kind.StartsWith(":") || kind.StartsWith("=") || kind.StartsWith("!") || kind.StartsWith("<"))
                    return "(";
                throw new ArgumentException($"'(?{(kind.IsEmpty ? string.Empty : kind[..1].ToString())}' is unknown.");
            default: return text[i].ToString();
        }
    }

    private static string Escape(string text, ref int i, bool isInSet)
    {
        var escaped = text[++i];
        switch (escaped)
        {
            case 'd': return isInSet ? "0-9" : "[0-9]";
            case 'D': return isInSet ? @"\u0000-/:-\uFFFF" : "[^0-9]";
            case 'w': return isInSet ? "A-Za-z0-9_" : "[A-Za-z0-9_]";
            case 'W': return isInSet ? @"\u0000-/:-@\[-\^`{-\uFFFF" : "[^A-Za-z0-9_]";
            case 's': return isInSet ? SpaceSet : $"[{SpaceSet}]";
            case 'S': return isInSet ? @"\S" : $"[^{SpaceSet}]";
            case 'b' or 'B' when !isInSet: return "\\" + escaped;
            case 'b': return @"\u0008";
            case 'k' when !isInSet: return @"\k";
            case 't' or 'n' or 'r' or 'f' or 'v': return "\\" + escaped;
            case 'c' when i + 1 < text.Length && char.IsAsciiLetter(text[i + 1]): return @"\c";
            case 'x' when IsHex(text, i + 1, 2): return @"\x";
            case 'u' when IsHex(text, i + 1, 4): return @"\u";
            case '0' when i + 1 >= text.Length || !char.IsAsciiDigit(text[i + 1]): return @"\u0000";
            case >= '0' and <= '9': return "\\" + escaped;
            default:
                return char.IsAsciiLetter(escaped) || escaped == '_' || char.IsWhiteSpace(escaped) || escaped > 127
                    ? Regex.Escape(escaped.ToString()) : "\\" + escaped;
        }
    }

    private static bool IsHex(string text, int from, int count)
    {
        if (from + count > text.Length) return false;
        for (var i = from; i < from + count; i++)
            if (!char.IsAsciiHexDigit(text[i])) return false;
        return true;
    }
}
