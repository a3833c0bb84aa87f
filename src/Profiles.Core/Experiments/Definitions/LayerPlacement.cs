namespace Profiles.Core.Experiments.Definitions;

/// <summary>
/// Which parts of a layer are taken. An experiment keeps its part from when it is read to when it is stopped, so that
/// those beside it never move.
/// </summary>
internal static class LayerPlacement
{
    // Parts that touch after rounding do not overlap.
    private const double Tolerance = 1e-12;

    /// <summary>The first part of a size that is free; the one the experiment has where that is of this size.</summary>
    public static LayerShare? Place(ExperimentSet set, string layer, string experiment, double share)
    {
        if (set.Find(experiment)?.Layer is { } own && own.Key == layer
            && Math.Abs(own.To - own.From - share) < Tolerance)
            return own;
        foreach (var (from, to) in FreeOf(set, layer, experiment))
            if (to - from >= share - Tolerance) return new LayerShare(layer, from, Math.Min(from + share, 1));
        return null;
    }

    /// <summary>The size of the largest part that is free.</summary>
    public static double LargestFree(ExperimentSet set, string layer, string experiment) =>
        FreeOf(set, layer, experiment).Select(part => part.To - part.From).DefaultIfEmpty(0).Max();

    public static bool Overlap(LayerShare one, LayerShare other) =>
        one.Key == other.Key && one.From < other.To - Tolerance && other.From < one.To - Tolerance;

    private static IEnumerable<(double From, double To)> FreeOf(ExperimentSet set, string layer, string except)
    {
        var at = 0.0;
        foreach (var taken in set.Experiments
            .Where(other => other.Key != except && ExperimentLifecycle.IsOpen(other.State) && other.Layer?.Key == layer)
            .Select(other => other.Layer!).OrderBy(part => part.From))
        {
            if (taken.From > at + Tolerance) yield return (at, taken.From);
            at = Math.Max(at, taken.To);
        }

        if (at < 1 - Tolerance) yield return (at, 1);
    }
}
