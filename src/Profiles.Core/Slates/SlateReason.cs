namespace Profiles.Core.Slates;

/// <summary>Why a content is in a slate: what contributed most to its score.</summary>
public enum SlateReason : byte
{
    /// <summary>It was begun and not finished.</summary>
    ContinueWatching = 0,

    /// <summary>The episode before was finished.</summary>
    NextEpisode = 1,

    /// <summary>It is on now.</summary>
    LiveNow = 2,

    /// <summary>It starts soon.</summary>
    StartsAt = 3,

    /// <summary>A content that the viewer watched leads to it.</summary>
    BecauseYouWatched = 4,

    /// <summary>The viewer likes a genre of it.</summary>
    LikesGenre = 5,

    /// <summary>It goes with the whole of what the viewer watches.</summary>
    Taste = 6,

    /// <summary>It is of a series that the viewer watches.</summary>
    SameSeries = 7,

    /// <summary>It is of the time of what the viewer watched last.</summary>
    SameYears = 8,

    /// <summary>It is watched much now.</summary>
    Trending = 9,

    /// <summary>It is watched much.</summary>
    Popular = 10,

    /// <summary>It is new.</summary>
    New = 11,

    /// <summary>It was released lately.</summary>
    RecentRelease = 12,

    /// <summary>It was put forward by the catalogue.</summary>
    Editorial = 13,

    /// <summary>It is shown to learn whether viewers want it.</summary>
    Exploration = 14,

    /// <summary>Nothing that contributes can be told in a word.</summary>
    ForYou = 15,
}
