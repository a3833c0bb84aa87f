namespace Profiles.Learning.Texts;

/// <summary>How the map from texts to factors is fitted.</summary>
public sealed record TextMapOptions
{
    /// <summary>The most dimensions that the vector of a text may have.</summary>
    public const int MaxDimensions = 4096;

    /// <summary>How often an item must have been chosen for its factor to say something.</summary>
    public int MinChoices { get; init; } = 2;

    /// <summary>The fewest such items that anything is fitted on.</summary>
    public int MinItems { get; init; } = 20;

    /// <summary>The most items that are fitted on: those chosen most.</summary>
    public int MaxItems { get; init; } = 20_000;

    /// <summary>
    /// What part of the variance of factors texts must explain of items that the map was not fitted on; below, they say
    /// nothing and no content gets a factor.
    /// </summary>
    public double MinExplained { get; init; } = 0.01;

    /// <summary>The penalties that are tried, in mean variances of a dimension times the number of items.</summary>
    public IReadOnlyList<float> Penalties { get; init; } = [0.1f, 0.3f, 1, 3, 10, 30];
}
