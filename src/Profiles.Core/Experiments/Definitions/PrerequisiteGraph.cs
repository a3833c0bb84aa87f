namespace Profiles.Core.Experiments.Definitions;

/// <summary>Which experiments need which: directly, or by a parameter that the other sets.</summary>
internal static class PrerequisiteGraph
{
    /// <summary>
    /// A chain from an experiment on that comes back to it, or is longer than may be; null where there is none. A cycle
    /// beside the experiment is told of its own members.
    /// </summary>
    public static List<string>? FindChain(ExperimentSet set, ExperimentDefinition experiment) =>
        Find(set, experiment, [experiment.Key], []);

    private static List<string>? Find(
        ExperimentSet set, ExperimentDefinition from, List<string> path, Dictionary<string, int> looked)
    {
        foreach (var needed in NeededBy(set, from))
        {
            if (needed.Key == path[0]) return [.. path, needed.Key];
            if (path.Contains(needed.Key)) continue;
            if (looked.TryGetValue(needed.Key, out var depth) && depth >= path.Count) continue;
            looked[needed.Key] = path.Count;
            path.Add(needed.Key);
            if (path.Count > ExperimentLimits.MaxPrerequisiteDepth) return path;
            if (Find(set, needed, path, looked) is { } found) return found;
            path.RemoveAt(path.Count - 1);
        }

        return null;
    }

    private static IEnumerable<ExperimentDefinition> NeededBy(ExperimentSet set, ExperimentDefinition experiment) =>
        experiment.Prerequisites.SelectMany(of => of.Parameter is { } parameter
            ? set.Experiments.Where(other => ExperimentLifecycle.IsOpen(other.State)
                && other.Variants.Any(variant => variant.Parameters.ContainsKey(parameter)))
            : set.Experiments.Where(other => other.Key == of.Experiment));
}
