using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Profiles.Core.Events;

/// <summary>
/// Reads lines of ratings: <c>user::item::rating::unix seconds</c>, or the same separated by commas or tabs. Ids are
/// text: leading zeros stay. A rating becomes one event: id <c>rating:USER:ITEM</c>, type complete, value = rating /
/// scale.
/// </summary>
public static class RatingLine
{
    private const int Fields = 4;

    /// <summary>Reads one line.</summary>
    /// <param name="line">The line, without its break.</param>
    /// <param name="index">Its place in the file, from 0; the rejection names the line number, from 1.</param>
    /// <param name="scale">The best rating, greater than 0.</param>
    /// <param name="limits">The limits that the event is held to.</param>
    /// <param name="nowUnixMs">The time now, which bounds event times.</param>
    /// <param name="viewingEvent">The event, if accepted.</param>
    /// <param name="rejection">Why not, otherwise.</param>
    public static bool TryParse(
        ReadOnlySpan<char> line, int index, double scale, EventLimits limits, long nowUnixMs,
        [NotNullWhen(true)] out ViewingEvent? viewingEvent, [NotNullWhen(false)] out EventRejection? rejection)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        viewingEvent = null;

        Span<Range> fields = stackalloc Range[Fields + 1];
        if (Split(line, fields) != Fields)
            return Refuse("has not the four fields user, item, rating and unix seconds", out rejection);

        var user = line[fields[0]].Trim();
        var item = line[fields[1]].Trim();
        if (user.IsEmpty || item.IsEmpty)
            return Refuse("has an empty user or item", out rejection, RejectionCodes.EmptyId);
        if (line.IndexOfAnyInRange('\0', '\b') >= 0) return Refuse("holds a control character", out rejection);
        if (Encoding.UTF8.GetByteCount(user) + Encoding.UTF8.GetByteCount(item) + 8 > limits.MaxIdBytes)
            return Refuse("has too long ids", out rejection, RejectionCodes.FieldTooLarge);
        if (!double.TryParse(line[fields[2]], NumberStyles.Float, CultureInfo.InvariantCulture, out var rating))
            return Refuse($"has a rating that is no number: '{Shown(line[fields[2]])}'", out rejection);
        if (!(rating >= 0 && rating <= scale))
            return Refuse($"has a rating outside 0 to {scale}", out rejection, RejectionCodes.NumberOutOfRange);
        if (!long.TryParse(line[fields[3]], NumberStyles.Integer, CultureInfo.InvariantCulture, out var seconds))
            return Refuse($"has a time that is no number of seconds: '{Shown(line[fields[3]])}'", out rejection);

        // Far outside of what a time can be, and of what can be multiplied.
        var unixMs = Math.Clamp(seconds, -1_000_000_000_000, 1_000_000_000_000) * 1000;
        rejection = EventTime.Check(index, unixMs, limits, nowUnixMs);
        if (rejection is not null)
        {
            rejection = rejection with { Reason = $"Line {index + 1}: {rejection.Reason}" };
            return false;
        }

        var userId = user.ToString();
        var contentId = item.ToString();
        viewingEvent = new ViewingEvent
        {
            Id = $"rating:{userId}:{contentId}",
            UserId = userId,
            ContentId = contentId,
            Type = ViewingEventType.Complete,
            OccurredAtUnixMs = unixMs,
            Value = rating / scale,
        };
        return true;

        bool Refuse(string what, out EventRejection? refused, string code = RejectionCodes.MalformedLine)
        {
            refused = new EventRejection(index, code, $"Line {index + 1} {what}.");
            return false;
        }
    }

    /// <summary>True where the line names the columns: the first of a csv file often does.</summary>
    public static bool IsHeader(ReadOnlySpan<char> line)
    {
        Span<Range> fields = stackalloc Range[Fields + 1];
        return Split(line, fields) == Fields
            && !double.TryParse(line[fields[2]], NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            && !double.TryParse(line[fields[3]], NumberStyles.Float, CultureInfo.InvariantCulture, out _);
    }

    private static int Split(ReadOnlySpan<char> line, Span<Range> fields)
    {
        if (line.Contains("::", StringComparison.Ordinal)) return line.Split(fields, "::");
        return line.Contains('\t') ? line.Split(fields, '\t') : line.Split(fields, ',');
    }

    private static string Shown(ReadOnlySpan<char> text) => text.Length <= 40 ? text.ToString() : $"{text[..40]}…";
}
