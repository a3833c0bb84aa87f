using System.Diagnostics.CodeAnalysis;

namespace Profiles.Core.Events;

/// <summary>
/// Reads lines of ratings: <c>user::item::rating::unix seconds</c>, or the same separated by commas or tabs. Ids are
/// text: leading zeros stay. A rating becomes one event: id <c>rating:USER:ITEM</c>, type complete, value = rating /
/// scale.
/// </summary>
public static class RatingLine
{
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
        viewingEvent = null;
        rejection = new EventRejection(index, RejectionCodes.MalformedLine, $"Line {index + 1} is not read yet.");
        return false;
    }
}
