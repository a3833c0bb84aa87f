using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Profiles.Core.Text;

namespace Profiles.Core.Features;

/// <summary>Every feature view there is: the one list.</summary>
public static class FeatureViews
{
    /// <summary>The views, each version once.</summary>
    public static ImmutableArray<FeatureView> All { get; } =
        [ViewerCoreFeatures.View, ViewerContentFeatures.View, ViewerEmbeddingFeatures.View];

    /// <summary>Finds a view by <c>NAME@VERSION</c>, or the newest version of <c>NAME</c>.</summary>
    public static bool TryFind(string text, [NotNullWhen(true)] out FeatureView? view)
    {
        view = text.Contains('@', StringComparison.Ordinal)
            ? All.FirstOrDefault(known => known.Id == text)
            : All.Where(known => known.Name == text).MaxBy(known => known.Version);
        return view is not null;
    }

    /// <summary>What to write instead of a name that is none.</summary>
    public static string RemedyOf(string text) =>
        NearestName.Find(text, All.Select(view => view.Id).Concat(All.Select(view => view.Name))) is { } nearest
            ? $"There is no feature view '{text}'; did you mean '{nearest}'?"
            : $"There is no feature view '{text}'; use one of {string.Join(", ", All)}.";
}
