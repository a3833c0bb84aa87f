using static Profiles.Core.Features.FeatureMath;

namespace Profiles.Core.Features;

/// <summary><c>viewer-embedding@1</c>: where a viewer is in the space of the model that serves.</summary>
internal static class ViewerEmbeddingFeatures
{
    public static FeatureView View { get; } = new(
        "viewer-embedding", 1, false, "The vector of a viewer, as the model sees them that serves at the time.",
        [
            new Feature(
                "modelVersion", FeatureType.Text, "version", "Of the model; vectors of two versions do not compare.",
                moment => Word(moment.Model.Version)),
            new Feature(
                "vector", FeatureType.Vector, "as many numbers as the model has factors",
                "Where the viewer is; all 0 while nothing is known, empty where the model has no factors.",
                moment => new FeatureValue.Vector(moment.Vector)),
        ]);
}
