namespace Profiles.Core.Conditions;

/// <summary>How large a condition may be. A larger one is refused where conditions are compiled strictly.</summary>
public static class ConditionBounds
{
    /// <summary>The most tests and groupings of one condition.</summary>
    public const int MaxTests = 1000;

    /// <summary>The most levels of one condition, itself included.</summary>
    public const int MaxDepth = 16;

    /// <summary>The most values of one list.</summary>
    public const int MaxListValues = 10_000;

    /// <summary>The most characters of one text.</summary>
    public const int MaxTextLength = 1024;

    /// <summary>The most characters of a regular expression.</summary>
    public const int MaxPatternLength = 512;

    /// <summary>The most errors that are listed.</summary>
    public const int MaxErrors = 200;

    /// <summary>
    /// The most characters of a regular expression that is compiled leniently; a longer one matches nothing.
    /// </summary>
    public const int MaxLenientPatternLength = 8192;

    /// <summary>How long one match may take; after that, it is none.</summary>
    public static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(50);
}
