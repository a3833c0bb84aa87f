using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Profiles.Core.Events;

namespace Profiles.Core.Content;

/// <summary>
/// Reads lines of the form <c>id::Title (year)::Genre|Genre</c> (MovieLens, MovieTweetings). The id is text: leading
/// zeros stay. The year becomes <c>releasedAt</c>, 1 January UTC; the kind is movie.
/// </summary>
public static class TitleLine
{
    private const string Separator = "::";

    /// <summary>Reads one line.</summary>
    /// <param name="line">The line, without its break.</param>
    /// <param name="index">Its place in the file, from 0; the rejection names the line number, from 1.</param>
    /// <param name="content">The content, if accepted.</param>
    /// <param name="rejection">Why not, otherwise.</param>
    public static bool TryParse(
        ReadOnlySpan<char> line, int index,
        [NotNullWhen(true)] out ContentItem? content, [NotNullWhen(false)] out EventRejection? rejection)
    {
        content = null;
        rejection = null;

        // A title may hold the separator itself: the id ends at the first, the genres begin at the last.
        var first = line.IndexOf(Separator, StringComparison.Ordinal);
        var last = line.LastIndexOf(Separator, StringComparison.Ordinal);
        if (first < 0 || last == first)
            return Refuse("has not the three fields id, title and genres", out rejection);

        var id = line[..first].Trim();
        var title = line[(first + 2)..last].Trim();
        if (line.IndexOfAnyInRange('\0', '\b') >= 0) return Refuse("holds a control character", out rejection);
        if (id.IsEmpty) return Refuse("has an empty id", out rejection, RejectionCodes.EmptyId);
        if (title.IsEmpty) return Refuse("has an empty title", out rejection, RejectionCodes.MissingField);
        if (Encoding.UTF8.GetByteCount(id) > EventLimits.Default.MaxIdBytes)
            return Refuse("has too long an id", out rejection, RejectionCodes.FieldTooLarge);
        if (Encoding.UTF8.GetByteCount(title) > ContentParser.MaxTitleBytes)
            return Refuse("has too long a title", out rejection, RejectionCodes.FieldTooLarge);

        var genres = line[(last + 2)..].ToString()
            .Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (genres.Length > ContentParser.MaxKeys)
            return Refuse("has too many genres", out rejection, RejectionCodes.FieldTooLarge);

        content = new ContentItem
        {
            Id = id.ToString(),
            Kind = ContentKind.Movie,
            Title = WithoutYear(title, out var releasedAt).ToString(),
            Genres = [.. genres],
            ReleasedAt = releasedAt,
        };
        return true;

        bool Refuse(string what, out EventRejection? refused, string code = RejectionCodes.MalformedLine)
        {
            refused = new EventRejection(index, code, $"Line {index + 1} {what}.");
            return false;
        }
    }

    private static ReadOnlySpan<char> WithoutYear(ReadOnlySpan<char> title, out DateTimeOffset? releasedAt)
    {
        releasedAt = null;
        if (title.Length < 8 || title[^1] != ')' || title[^6] != '('
            || !int.TryParse(title[^5..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year < 1)
            return title;

        releasedAt = new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return title[..^6].TrimEnd();
    }
}
