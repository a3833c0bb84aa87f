using System.Collections.Immutable;
using Profiles.Core.Events;

namespace Profiles.Learning.DataSets;

/// <summary>
/// Reads ratings, <c>user::item::rating::unix seconds</c> or the same separated by commas or tabs, as the events that
/// an import makes of them.
/// </summary>
public static class RatingFile
{
    // Older data sets are from before the earliest event that the platform takes.
    private static readonly EventLimits Limits = EventLimits.Default with
    {
        EarliestTime = new DateTimeOffset(1971, 1, 1, 0, 0, 0, TimeSpan.Zero),
    };

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file, as the user named it.</param>
    /// <param name="text">Its text.</param>
    /// <param name="scale">The best rating there is, greater than 0.</param>
    /// <param name="nowUnixMs">The time now: no rating is from after it.</param>
    /// <returns>One event a line, in order of time; those of the same time in order of the file.</returns>
    /// <exception cref="DataSetException">A line is not a rating.</exception>
    public static ImmutableArray<ViewingEvent> Read(string file, TextReader text, double scale, long nowUnixMs)
    {
        var lines = new DataSetLines(file, text);
        var events = new List<ViewingEvent>();
        while (lines.Next() is { } line)
        {
            if (lines.Number == 1 && RatingLine.IsHeader(line)) continue;
            if (!RatingLine.TryParse(
                    line, lines.Number - 1, scale, Limits, nowUnixMs, out var rating, out var rejection))
                throw lines.Refused(rejection.Reason);
            events.Add(rating);
        }

        if (events.Count == 0) throw lines.Refused();
        return [.. events.OrderBy(rating => rating.OccurredAtUnixMs)];
    }
}
