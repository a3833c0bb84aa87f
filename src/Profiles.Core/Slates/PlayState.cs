namespace Profiles.Core.Slates;

/// <summary>How far a content was played.</summary>
internal enum PlayState
{
    /// <summary>Left before it counts as started.</summary>
    Bounced,

    /// <summary>Started and not finished.</summary>
    Started,

    /// <summary>Watched to the end, or near it.</summary>
    Finished,

    /// <summary>Played; no event said how far.</summary>
    Unknown,
}
