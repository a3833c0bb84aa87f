namespace Profiles.Core.Slates;

/// <summary>
/// Where a content of a slate comes from. Of several that propose it, the first one here is named. Logs store the
/// numbers: they never change their meaning.
/// </summary>
public enum SlateSource : byte
{
    /// <summary>Begun and not finished.</summary>
    ContinueWatching = 0,

    /// <summary>The episode after one that was finished.</summary>
    NextEpisode = 1,

    /// <summary>A live event that is on.</summary>
    LiveNow = 2,

    /// <summary>A live event that starts within the lead.</summary>
    LiveNext = 3,

    /// <summary>Goes with one of the last contents watched.</summary>
    BecauseYouWatched = 4,

    /// <summary>Goes with the whole history.</summary>
    Personal = 5,

    /// <summary>Put forward by the catalogue: tagged <c>editorial</c>.</summary>
    Editorial = 6,

    /// <summary>Watched most now.</summary>
    Trending = 7,

    /// <summary>New in the catalogue.</summary>
    New = 8,

    /// <summary>Watched most of all: what is shown to whom nothing is known of, and where the others give too little.
    /// </summary>
    Popular = 9,
}
