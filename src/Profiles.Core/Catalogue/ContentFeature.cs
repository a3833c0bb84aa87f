namespace Profiles.Core.Catalogue;

/// <summary>What a component of a <see cref="ContentVector"/> stands for.</summary>
public enum ContentFeature
{
    /// <summary>A genre.</summary>
    Genre = 1,

    /// <summary>A tag.</summary>
    Tag = 2,

    /// <summary>The series; of a series, itself.</summary>
    Series = 3,

    /// <summary>A word of the title.</summary>
    TitleWord = 4,
}
