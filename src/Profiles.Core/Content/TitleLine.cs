using System.Diagnostics.CodeAnalysis;
using Profiles.Core.Events;

namespace Profiles.Core.Content;

/// <summary>
/// Reads lines of the form <c>id::Title (year)::Genre|Genre</c> (MovieLens, MovieTweetings). The id is text: leading
/// zeros stay. The year becomes <c>releasedAt</c>, 1 January UTC; the kind is movie.
/// </summary>
public static class TitleLine
{
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
        rejection = new EventRejection(index, RejectionCodes.MalformedLine, $"Line {index + 1} is not read yet.");
        return false;
    }
}
