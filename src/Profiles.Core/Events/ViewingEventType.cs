namespace Profiles.Core.Events;

/// <summary>What happened. The numbers are stored and never change their meaning.</summary>
public enum ViewingEventType : byte
{
    /// <summary>The content was shown to the viewer, as one of a slate.</summary>
    Impression = 1,

    /// <summary>Playback started or went on.</summary>
    Play = 2,

    /// <summary>Playback is under way; sent from time to time with the position.</summary>
    Progress = 3,

    /// <summary>The content was watched to its end.</summary>
    Complete = 4,

    /// <summary>Playback ended before the end.</summary>
    Stop = 5,

    /// <summary>The viewer likes the content.</summary>
    Like = 6,

    /// <summary>The viewer dislikes the content.</summary>
    Dislike = 7,

    /// <summary>The viewer put the content on their list.</summary>
    Add = 8,

    /// <summary>The viewer took the content off their list.</summary>
    Remove = 9,

    /// <summary>The viewer does not want the content to be recommended.</summary>
    Dismiss = 10,

    /// <summary>The viewer searched.</summary>
    Search = 11,
}
