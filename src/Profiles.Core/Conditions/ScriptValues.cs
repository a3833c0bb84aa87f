using System.Globalization;
using System.Text;

namespace Profiles.Core.Conditions;

/// <summary>
/// ECMAScript's conversions and comparisons, on which GrowthBook's conditions stand (ECMA-262, sections 7.1 and 7.2).
/// </summary>
internal static class ScriptValues
{
    /// <summary>The most characters of a whole number that is written without a new text.</summary>
    public const int MaxWholeLength = 20;

    private const double MaxWhole = 1e15;
    private const int MaxPlainExponent = 21;
    private const int MinPlainExponent = -6;

    /// <summary>ToBoolean.</summary>
    public static bool IsTruthy(AttributeValue value) => value switch
    {
        AttributeValue.Nothing => false,
        AttributeValue.Truth truth => truth.Value,
        AttributeValue.Number number => number.Value != 0 && !double.IsNaN(number.Value),
        AttributeValue.Text text => text.Value.Length > 0,
        _ => true,
    };

    /// <summary>ToString.</summary>
    public static string TextOf(AttributeValue value) => value switch
    {
        AttributeValue.Nothing => "null",
        AttributeValue.Truth truth => truth.Value ? "true" : "false",
        AttributeValue.Number number => TextOf(number.Value),
        AttributeValue.Text text => text.Value,
        AttributeValue.Many many => string.Join(
            ',', many.Values.Select(item => item is AttributeValue.Nothing ? string.Empty : TextOf(item))),
        _ => "[object Object]",
    };

    /// <summary>ToString, into the buffer where the value is a whole number below 10^15.</summary>
    /// <param name="value">The value.</param>
    /// <param name="buffer">At least <see cref="MaxWholeLength"/> characters.</param>
    public static ReadOnlySpan<char> TextOf(AttributeValue value, Span<char> buffer)
    {
        if (value is not AttributeValue.Number { Value: var number }) return TextOf(value);
        if (!(Math.Abs(number) < MaxWhole) || number != Math.Truncate(number)) return TextOf(number);
        ((long)number).TryFormat(buffer, out var length, provider: CultureInfo.InvariantCulture);
        return buffer[..length];
    }

    /// <summary>ToNumber.</summary>
    public static double NumberOf(AttributeValue value) => value switch
    {
        AttributeValue.Nothing => 0,
        AttributeValue.Truth truth => truth.Value ? 1 : 0,
        AttributeValue.Number number => number.Value,
        _ => NumberOf(TextOf(value)),
    };

    /// <summary>The <c>===</c> of what JSON can hold: lists and objects equal nothing.</summary>
    public static bool IsStrictlyEqual(AttributeValue left, AttributeValue right) => (left, right) switch
    {
        (AttributeValue.Nothing, AttributeValue.Nothing) => true,
        (AttributeValue.Truth a, AttributeValue.Truth b) => a.Value == b.Value,
        (AttributeValue.Number a, AttributeValue.Number b) => a.Value == b.Value,
        (AttributeValue.Text a, AttributeValue.Text b) => a.Value == b.Value,
        _ => false,
    };

    /// <summary>The relational operators: texts by code unit, everything else as numbers.</summary>
    public static bool Compare(AttributeValue left, AttributeValue right, ComparisonOperator comparison)
    {
        if (IsText(left) && IsText(right))
        {
            var order = string.CompareOrdinal(TextOf(left), TextOf(right));
            return comparison switch
            {
                ComparisonOperator.Less => order < 0,
                ComparisonOperator.LessOrEqual => order <= 0,
                ComparisonOperator.Greater => order > 0,
                _ => order >= 0,
            };
        }

        var (a, b) = (NumberOf(left), NumberOf(right));
        return comparison switch
        {
            ComparisonOperator.Less => a < b,
            ComparisonOperator.LessOrEqual => a <= b,
            ComparisonOperator.Greater => a > b,
            _ => a >= b,
        };
    }

    /// <summary>Number::toString: the shortest digits that read back, laid out as ECMAScript does.</summary>
    public static string TextOf(double number)
    {
        if (double.IsNaN(number)) return "NaN";
        if (double.IsInfinity(number)) return number > 0 ? "Infinity" : "-Infinity";
        if (number == 0) return "0";
        if (number < 0) return "-" + TextOf(-number);

        var (digits, point) = DigitsOf(number);
        if (point > MaxPlainExponent || point < MinPlainExponent + 1) return Scientific(digits, point - 1);
        if (point >= digits.Length) return digits.PadRight(point, '0');
        return point > 0 ? digits[..point] + "." + digits[point..] : "0." + new string('0', -point) + digits;
    }

    /// <summary>StringToNumber.</summary>
    public static double NumberOf(string text)
    {
        var trimmed = text.AsSpan().Trim().Trim('\uFEFF');
        if (trimmed.IsEmpty) return 0;
        if (trimmed.Length > 2 && trimmed[0] == '0'
            && char.ToLowerInvariant(trimmed[1]) is var form and ('x' or 'o' or 'b'))
            return Whole(trimmed[2..], form switch { 'x' => 16, 'o' => 8, _ => 2 });

        var unsigned = trimmed[0] is '+' or '-' ? trimmed[1..] : trimmed;
        if (unsigned is "Infinity") return trimmed[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        if (unsigned.IsEmpty || !(char.IsAsciiDigit(unsigned[0]) || unsigned[0] == '.')) return double.NaN;
        const NumberStyles Decimal =
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(trimmed, Decimal, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
    }

    private static bool IsText(AttributeValue value) =>
        value is AttributeValue.Text or AttributeValue.Many or AttributeValue.Map;

    private static double Whole(ReadOnlySpan<char> digits, int radix)
    {
        var number = 0.0;
        foreach (var character in digits)
        {
            var digit = char.IsAsciiHexDigit(character) ? Convert.ToInt32(character.ToString(), 16) : radix;
            if (digit >= radix) return double.NaN;
            number = number * radix + digit;
        }

        return number;
    }

    /// <summary>The digits, and how many of them stand before the decimal point.</summary>
    private static (string Digits, int Point) DigitsOf(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        var exponent = 0;
        var mark = text.IndexOf('E', StringComparison.Ordinal);
        if (mark >= 0)
        {
            exponent = int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..mark];
        }

        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var point = exponent + (dot < 0 ? text.Length : dot);
        if (dot >= 0) text = text.Remove(dot, 1);
        var digits = text.TrimStart('0');
        point -= text.Length - digits.Length;
        return (digits.TrimEnd('0'), point);
    }

    private static string Scientific(string digits, int exponent)
    {
        var text = new StringBuilder().Append(digits[0]);
        if (digits.Length > 1) text.Append('.').Append(digits.AsSpan(1));
        return text.Append('e').Append(exponent < 0 ? '-' : '+')
            .Append(CultureInfo.InvariantCulture, $"{Math.Abs(exponent)}").ToString();
    }
}
