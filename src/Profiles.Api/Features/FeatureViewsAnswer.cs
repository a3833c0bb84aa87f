namespace Profiles.Api.Features;

/// <summary>The feature views there are.</summary>
internal sealed record FeatureViewsAnswer(IReadOnlyList<FeatureViewsAnswer.View> Views)
{
    /// <summary>One view; of pairs, where it wants a content too.</summary>
    internal sealed record View(
        string Name, int Version, bool IsOfPairs, string Summary, IReadOnlyList<Feature> Features);

    /// <summary>One feature.</summary>
    internal sealed record Feature(string Name, string Type, string Unit, string Summary);
}
