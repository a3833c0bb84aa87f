using System.Collections.Immutable;
using System.Globalization;
using Profiles.Core.Text;

namespace Profiles.Core.Experiments.Definitions;

/// <summary>One experiment, checked against the rest of its set.</summary>
internal sealed class ExperimentCheck(
    ExperimentSet set, ExperimentDefinition experiment, string path, ErrorList errors, ErrorList warnings)
{
    /// <summary>Checks it.</summary>
    /// <param name="segments">The keys of the segments that there are; null where that is not known.</param>
    /// <param name="others">The experiments that it is compared with.</param>
    public void Run(IReadOnlySet<string>? segments, IEnumerable<ExperimentDefinition> others)
    {
        if (experiment.State == ExperimentState.Archived) return;
        CheckMetrics();
        if (experiment.State == ExperimentState.Stopped) return;

        if (segments is not null && experiment.Segments is { } rule)
        {
            CheckKnown("segments/allOf", rule.AllOf, segments, "segment");
            CheckKnown("segments/anyOf", rule.AnyOf, segments, "segment");
            CheckKnown("segments/noneOf", rule.NoneOf, segments, "segment");
        }

        CheckKnown(
            "holdouts", experiment.Holdouts,
            set.Holdouts.Select(holdout => holdout.Key).ToHashSet(StringComparer.Ordinal), "holdout");
        CheckPrerequisites();
        CheckForced();
        var open = others.Where(other => ExperimentLifecycle.IsOpen(other.State)).ToList();
        CheckLayer(open);
        CheckParameters(open);
    }

    private static string Shown(string text) => $"\"{text}\"";

    private void CheckMetrics()
    {
        var known = set.Metrics.Select(metric => metric.Key).ToHashSet(StringComparer.Ordinal);
        if (experiment.PrimaryMetric is { } primary && !known.Contains(primary))
            errors.Add(
                ExperimentErrorCodes.Unknown, $"{path}/primaryMetric", Shown(primary),
                Remedy(primary, known, "metric"));
        CheckKnown("metrics", experiment.Metrics, known, "metric");
        CheckKnown("guardrails", experiment.Guardrails, known, "metric");
        WarnOfMetric("primaryMetric", experiment.PrimaryMetric);
        for (var i = 0; i < experiment.Metrics.Length; i++) WarnOfMetric($"metrics/{i}", experiment.Metrics[i]);
        for (var i = 0; i < experiment.Guardrails.Length; i++)
            WarnOfMetric($"guardrails/{i}", experiment.Guardrails[i]);
    }

    // A metric that an earlier release took: the experiment may go on, its results want another.
    private void WarnOfMetric(string field, string? key)
    {
        var found = new List<ExperimentError>();
        if (key is null || set.FindMetric(key) is not { } metric || ExperimentValidation.CheckAnswerable(metric, found))
            return;
        warnings.Add(
            found[0].Code, $"{path}/{field}", Shown(key),
            $"Results need this metric mended, at {found[0].Path}: {found[0].Remedy}");
    }

    private void CheckKnown(string field, ImmutableArray<string> names, IReadOnlySet<string> known, string what)
    {
        for (var i = 0; i < names.Length; i++)
            if (!known.Contains(names[i]))
                errors.Add(
                    ExperimentErrorCodes.Unknown, $"{path}/{field}/{i}", Shown(names[i]),
                    Remedy(names[i], known, what));
    }

    private static string Remedy(string name, IEnumerable<string> known, string what) =>
        NearestName.Find(name, known) is { } nearest
            ? $"There is no {what} of this key; did you mean '{nearest}'?"
            : $"There is no {what} of this key: add it first.";

    private void CheckPrerequisites()
    {
        for (var i = 0; i < experiment.Prerequisites.Length; i++)
        {
            var at = $"{path}/prerequisites/{i}";
            var (needed, variants, parameter, _) = experiment.Prerequisites[i];
            if (parameter is not null)
            {
                if (!IsKnownParameter(parameter))
                    errors.Add(
                        ExperimentErrorCodes.Unknown, $"{at}/parameter", Shown(parameter),
                        Remedy(parameter, set.Parameters.Keys, "parameter"));
                continue;
            }

            if (set.Find(needed!) is not { } other)
            {
                errors.Add(
                    ExperimentErrorCodes.Unknown, $"{at}/experiment", Shown(needed!),
                    Remedy(needed!, set.Experiments.Select(some => some.Key), "experiment"));
                continue;
            }

            CheckKnown(
                $"prerequisites/{i}/variants", variants,
                other.Variants.Select(variant => variant.Key).ToHashSet(StringComparer.Ordinal), "variant");
        }

        if (PrerequisiteGraph.FindChain(set, experiment) is { } chain)
            errors.Add(
                ExperimentErrorCodes.Cycle, $"{path}/prerequisites", Shown(string.Join(" needs ", chain)),
                chain[^1] == chain[0]
                    ? "Experiments may not need each other: remove one of these prerequisites."
                    : $"At most {ExperimentLimits.MaxPrerequisiteDepth} experiments may need each the next.");
    }

    private bool IsKnownParameter(string name) => set.Parameters.ContainsKey(name)
        || set.Experiments.Any(other => other.Variants.Any(variant => variant.Parameters.ContainsKey(name)));

    private void CheckForced()
    {
        var first = new Dictionary<string, string>(StringComparer.Ordinal);
        var count = 0;
        for (var i = 0; i < experiment.Forced.Length; i++)
        {
            var (variant, units) = experiment.Forced[i];
            count += units.Length;
            if (experiment.IndexOf(variant) < 0)
                errors.Add(
                    ExperimentErrorCodes.Unknown, $"{path}/forced/{i}/variant", Shown(variant),
                    Remedy(variant, experiment.Variants.Select(some => some.Key), "variant"));
            foreach (var unit in units.Where(unit => !first.TryAdd(unit, variant)))
                errors.Add(
                    ExperimentErrorCodes.Duplicate, $"{path}/forced/{i}/unitIds", Shown(unit),
                    $"It is forced into '{first[unit]}' already: write it once.");
        }

        if (count > ExperimentLimits.MaxForcedUnits)
            errors.Add(
                ExperimentErrorCodes.TooMany, $"{path}/forced", $"{count} units",
                $"Force at most {ExperimentLimits.MaxForcedUnits}; for more, write a condition.");
    }

    private void CheckLayer(List<ExperimentDefinition> open)
    {
        if (experiment.Layer is not { } part) return;
        if (set.Layers.All(layer => layer.Key != part.Key))
            errors.Add(
                ExperimentErrorCodes.Unknown, $"{path}/layer/key", Shown(part.Key),
                Remedy(part.Key, set.Layers.Select(layer => layer.Key), "layer"));

        var beside = open.Where(other => other.Layer?.Key == part.Key).ToList();
        foreach (var other in beside.Where(other => LayerPlacement.Overlap(other.Layer!, part)))
            errors.Add(
                ExperimentErrorCodes.Overlap, $"{path}/layer", Text($"{part.From} to {part.To}"),
                Text($"'{other.Key}' has {other.Layer!.From} to {other.Layer.To}: write a part beside it."));

        var taken = beside.Sum(other => other.Layer!.To - other.Layer.From);
        if (taken + part.To - part.From > 1 + ExperimentLimits.WeightTolerance)
            errors.Add(
                ExperimentErrorCodes.OverAllocated, $"{path}/layer", Text($"{part.To - part.From}"),
                Text($"The others of the layer have {taken}, so that {Math.Max(0, 1 - taken)} is left."));
    }

    private void CheckParameters(List<ExperimentDefinition> open)
    {
        var own = experiment.Variants.SelectMany(variant => variant.Parameters.Keys).ToHashSet(StringComparer.Ordinal);
        foreach (var name in own.Where(name => !set.Parameters.ContainsKey(name)))
            warnings.Add(
                ExperimentErrorCodes.Unknown, $"{path}/variants", Shown(name),
                NearestName.Find(name, set.Parameters.Keys) is { } nearest
                    ? $"There is no default of this parameter, so it is null elsewhere; did you mean '{nearest}'?"
                    : "There is no default of this parameter, so it is null elsewhere: add one to 'parameters'.");
        if (own.Contains(experiment.Key) || set.Parameters.ContainsKey(experiment.Key)
            || set.Experiments.Any(other => other.Variants.Any(of => of.Parameters.ContainsKey(experiment.Key))))
            errors.Add(
                ExperimentErrorCodes.Duplicate, $"{path}/key", Shown(experiment.Key),
                "A parameter has this name, and both are flags: choose another.");

        foreach (var other in open.Where(other => !IsApart(other)))
        {
            var shared = other.Variants.SelectMany(variant => variant.Parameters.Keys)
                .Where(own.Contains).Distinct().Order(StringComparer.Ordinal).ToList();
            if (shared.Count == 0) continue;
            var bothRun = ExperimentLifecycle.HasUnits(experiment.State) && ExperimentLifecycle.HasUnits(other.State);
            (bothRun ? errors : warnings).Add(
                ExperimentErrorCodes.ParameterConflict, $"{path}/variants", Shown(string.Join(", ", shared)),
                $"'{other.Key}' sets it too, and may have the same unit: put both into one layer.");
        }
    }

    private bool IsApart(ExperimentDefinition other) =>
        experiment.Layer is { } part && other.Layer is { } their
        && part.Key == their.Key && !LayerPlacement.Overlap(part, their);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
