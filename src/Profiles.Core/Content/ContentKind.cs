namespace Profiles.Core.Content;

/// <summary>What kind of content it is. The numbers are stored and never change their meaning.</summary>
public enum ContentKind : byte
{
    /// <summary>A film.</summary>
    Movie = 1,

    /// <summary>A series as a whole.</summary>
    Series = 2,

    /// <summary>One episode of a series.</summary>
    Episode = 3,

    /// <summary>A live event, such as a match.</summary>
    Live = 4,

    /// <summary>A short piece: a trailer, highlights, an interview.</summary>
    Clip = 5,
}
