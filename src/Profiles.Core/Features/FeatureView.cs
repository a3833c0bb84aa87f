using System.Collections.Immutable;

namespace Profiles.Core.Features;

/// <summary>
/// A named, versioned list of features. What a version holds never changes: another list is another version.
/// </summary>
/// <param name="Name">The name.</param>
/// <param name="Version">The version, from 1.</param>
/// <param name="IsOfPairs">Whether it is of a viewer and a content, rather than of a viewer.</param>
/// <param name="Summary">What it is for.</param>
/// <param name="Features">The features, in the order of their values.</param>
public sealed record FeatureView(
    string Name, int Version, bool IsOfPairs, string Summary, ImmutableArray<Feature> Features)
{
    /// <summary><c>NAME@VERSION</c>.</summary>
    public string Id { get; } = $"{Name}@{Version}";

    /// <summary>The values, in the order of the features.</summary>
    public ImmutableArray<FeatureValue> Compute(FeatureMoment moment)
    {
        var values = ImmutableArray.CreateBuilder<FeatureValue>(Features.Length);
        foreach (var feature in Features) values.Add(feature.Value(moment));
        return values.MoveToImmutable();
    }

    /// <summary>The id.</summary>
    public override string ToString() => Id;
}
