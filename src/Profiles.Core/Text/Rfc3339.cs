namespace Profiles.Core.Text;

/// <summary>
/// Reads times of RFC 3339, strictly: <c>2013-10-16T17:49:04.25Z</c> or with an offset <c>±hh:mm</c>, which is
/// required. Fractions beyond the millisecond are cut off; a leap second counts as the first second of the next
/// minute.
/// </summary>
public static class Rfc3339
{
    /// <summary>The longest form accepted: nine digits of fraction and an offset.</summary>
    public const int MaxLength = 35;

    private const int DateAndTimeLength = 19;
    private const long MsPerDay = 86_400_000;

    /// <summary>Reads a time as milliseconds since 1970-01-01 UTC; false where the text is not one.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out long unixMs)
    {
        unixMs = 0;
        if (utf8.Length is <= DateAndTimeLength or > MaxLength
            || utf8[4] != '-' || utf8[7] != '-' || utf8[13] != ':' || utf8[16] != ':'
            || (utf8[10] | 0x20) != 't')
            return false;

        var year = Two(utf8, 0) * 100 + Two(utf8, 2);
        var month = Two(utf8, 5);
        var day = Two(utf8, 8);
        var hour = Two(utf8, 11);
        var minute = Two(utf8, 14);
        var second = Two(utf8, 17);

        // A digit that is none makes its pair negative enough to make the year or the pair itself out of range.
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 60)
            return false;

        var rest = utf8[DateAndTimeLength..];
        if (!TryFraction(ref rest, out var milliseconds) || !TryOffset(rest, out var offsetMinutes)) return false;

        unixMs = DaysSince1970(year, month, day) * MsPerDay
            + ((hour * 60 + minute - offsetMinutes) * 60L + second) * 1000 + milliseconds;
        return true;
    }

    private static bool TryFraction(ref ReadOnlySpan<byte> rest, out int milliseconds)
    {
        milliseconds = 0;
        if (rest[0] != '.') return true;

        var digits = 1;
        while (digits < rest.Length && char.IsAsciiDigit((char)rest[digits])) digits++;
        if (digits is 1 or > 10) return false;

        for (var i = 1; i <= 3; i++) milliseconds = milliseconds * 10 + (i < digits ? rest[i] - '0' : 0);
        rest = rest[digits..];
        return true;
    }

    private static bool TryOffset(ReadOnlySpan<byte> rest, out int minutes)
    {
        minutes = 0;
        if (rest.Length == 1) return (rest[0] | 0x20) == 'z';
        if (rest.Length != 6 || rest[3] != ':' || rest[0] is not ((byte)'+' or (byte)'-')) return false;

        var hour = Two(rest, 1);
        var minute = Two(rest, 4);
        minutes = (hour * 60 + minute) * (rest[0] == '-' ? -1 : 1);
        return hour is >= 0 and <= 23 && minute is >= 0 and <= 59;
    }

    private static int Two(ReadOnlySpan<byte> text, int index)
    {
        var tens = (uint)text[index] - '0';
        var ones = (uint)text[index + 1] - '0';
        return tens > 9 || ones > 9 ? -100_000 : (int)(tens * 10 + ones);
    }

    /// <summary>The days from 1970-01-01 in the Gregorian calendar (H. Hinnant, days_from_civil).</summary>
    private static long DaysSince1970(int year, int month, int day)
    {
        var y = month <= 2 ? year - 1 : year;
        var era = y / 400;
        var yearOfEra = y - era * 400;
        var dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        var dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097L + dayOfEra - 719_468;
    }
}
