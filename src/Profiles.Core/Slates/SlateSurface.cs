namespace Profiles.Core.Slates;

/// <summary>Where a slate is shown: which candidate sources it has.</summary>
public enum SlateSurface : byte
{
    /// <summary>The first page: of everything.</summary>
    Home = 0,

    /// <summary>What was begun, and the next episodes of what was finished; the latest first.</summary>
    ContinueWatching = 1,

    /// <summary>What is on now, then what comes next.</summary>
    Live = 2,

    /// <summary>What is new.</summary>
    New = 3,

    /// <summary>What is watched now.</summary>
    Trending = 4,
}
