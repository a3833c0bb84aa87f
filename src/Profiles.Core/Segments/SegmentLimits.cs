namespace Profiles.Core.Segments;

/// <summary>How many segments there may be, and how large.</summary>
public static class SegmentLimits
{
    /// <summary>The most segments.</summary>
    public const int MaxSegments = 1000;

    /// <summary>The most characters of a key.</summary>
    public const int MaxKeyLength = 64;

    /// <summary>The most characters of a name.</summary>
    public const int MaxNameLength = 128;

    /// <summary>The most characters of a description.</summary>
    public const int MaxDescriptionLength = 1024;

    /// <summary>The most bytes of the JSON of all segments together.</summary>
    public const int MaxDocumentBytes = 4 * 1024 * 1024;
}
