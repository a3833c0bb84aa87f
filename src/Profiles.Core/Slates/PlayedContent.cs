using Profiles.Core.Catalogue;
using Profiles.Core.Content;
using Profiles.Core.Folding;

namespace Profiles.Core.Slates;

/// <summary>
/// A content that was played, and how far, by the rules of Android TV's Watch Next row: a movie is started after 3 % or
/// 2 minutes, whichever comes first, an episode after 2 minutes; what is watched to 95 % is finished.
/// </summary>
internal readonly struct PlayedContent(int number, long atMs, uint positionMs, uint durationMs, bool isCompleted)
{
    private const uint StartedMs = 120_000;

    public int Number { get; } = number;

    public long AtMs { get; } = atMs;

    public PlayState StateOf(ContentEntry entry)
    {
        if (isCompleted) return PlayState.Finished;
        if (positionMs == Milliseconds.None) return PlayState.Unknown;
        var duration = durationMs is not (Milliseconds.None or 0)
            ? durationMs
            : Milliseconds.Of(entry.Item.DurationSeconds);
        var isTimed = duration is not (Milliseconds.None or 0);
        if (isTimed && (ulong)positionMs * 100 >= (ulong)duration * 95) return PlayState.Finished;
        if (positionMs >= StartedMs) return PlayState.Started;
        var isMovie = entry.Kind != ContentKind.Episode;
        return isMovie && isTimed && (ulong)positionMs * 100 >= (ulong)duration * 3
            ? PlayState.Started
            : PlayState.Bounced;
    }
}
