using System.Globalization;
using System.Text.Json;

namespace Profiles.Core.Experiments.Definitions;

/// <summary>What may become what.</summary>
public static partial class ExperimentValidation
{
    private const string StaysOver =
        "It may not change once the experiment is stopped, because its results rest on it.";

    /// <summary>Checks a change of a set.</summary>
    /// <param name="before">The set as it is.</param>
    /// <param name="after">The set as it shall be.</param>
    /// <param name="errors">Where errors are added.</param>
    /// <returns>Whether there is no error.</returns>
    public static bool CheckChange(ExperimentSet before, ExperimentSet after, ICollection<ExperimentError> errors)
    {
        var count = errors.Count;
        var list = new ErrorList(errors);
        for (var i = 0; i < after.Experiments.Length; i++)
            CheckChange(before.Find(after.Experiments[i].Key), after.Experiments[i], $"/experiments/{i}", list);
        foreach (var gone in before.Experiments.Where(experiment => after.Find(experiment.Key) is null))
            CheckRemoval(gone, "/experiments", list);
        CheckShared(before, after, list);
        return errors.Count == count;
    }

    /// <summary>Checks a change of an experiment; paths begin at it.</summary>
    /// <param name="before">The experiment as it is; null where it is new.</param>
    /// <param name="after">The experiment as it shall be; null where it is removed.</param>
    /// <param name="errors">Where errors are added.</param>
    /// <returns>Whether there is no error.</returns>
    public static bool CheckChange(
        ExperimentDefinition? before, ExperimentDefinition? after, ICollection<ExperimentError> errors)
    {
        var count = errors.Count;
        var list = new ErrorList(errors);
        if (after is not null) CheckChange(before, after, string.Empty, list);
        else if (before is not null) CheckRemoval(before, string.Empty, list);
        return errors.Count == count;
    }

    private static void CheckRemoval(ExperimentDefinition gone, string path, ErrorList errors)
    {
        if (gone.State is ExperimentState.Draft) return;
        errors.Add(
            ExperimentErrorCodes.Transition, path, $"\"{gone.Key}\"",
            "Only a draft can be removed: stop and archive it, so that its key and its results stay.");
    }

    private static void CheckChange(
        ExperimentDefinition? before, ExperimentDefinition after, string path, ErrorList errors)
    {
        var from = before?.State ?? ExperimentState.Draft;
        if (!ExperimentLifecycle.CanBecome(from, after.State)
            || (before is null && after.State is not (ExperimentState.Draft or ExperimentState.Running)))
        {
            var states = string.Join(" or ", ExperimentLifecycle.After(from).Select(NameOf));
            errors.Add(
                ExperimentErrorCodes.Transition, $"{path}/state", $"\"{NameOf(after.State)}\"",
                before is null ? "A new experiment is a draft, or running."
                    : states.Length == 0 ? $"It is {NameOf(from)}, for good."
                    : $"It is {NameOf(from)}: it may become {states}.");
        }

        if (before is null || before.State == ExperimentState.Draft) return;
        var isOver = !ExperimentLifecycle.HasUnits(before.State);
        foreach (var (field, value, remedy) in FrozenChanges(before, after, isOver))
            errors.Add(ExperimentErrorCodes.Running, $"{path}/{field}", value, remedy);
    }

    private static IEnumerable<(string Field, string Value, string Remedy)> FrozenChanges(
        ExperimentDefinition before, ExperimentDefinition after, bool isOver)
    {
        var stays = isOver
            ? StaysOver
            : "It may not change while units hold variants: stop this experiment, and start another.";
        if (before.Salt != after.Salt) yield return ("salt", $"\"{after.Salt}\"", stays);
        if (before.HashVersion != after.HashVersion) yield return ("hashVersion", $"{after.HashVersion}", stays);
        if (before.HashAttribute != after.HashAttribute)
            yield return ("hashAttribute", $"\"{after.HashAttribute}\"", stays);
        if (before.FallbackAttribute != after.FallbackAttribute)
            yield return ("fallbackAttribute", $"\"{after.FallbackAttribute}\"", stays);
        if (before.IsSticky && !after.IsSticky) yield return ("sticky", "false", stays);
        if (after.BucketVersion < before.BucketVersion)
            yield return ("bucketVersion", $"{after.BucketVersion}", $"Write at least {before.BucketVersion}.");
        if (isOver && after.BucketVersion > before.BucketVersion)
            yield return ("bucketVersion", $"{after.BucketVersion}", stays);
        if (before.Layer is not null || after.Layer is not null)
        {
            if (!Holds(after.Layer, before.Layer))
                yield return ("layer", $"\"{after.Layer}\"", "Units would lose their variants: write a part that holds "
                    + "the present one, or stop this experiment and start another.");
        }

        var isAnew = !isOver && after.BucketVersion > before.BucketVersion;
        foreach (var change in VariantChanges(before, after, isOver, isAnew)) yield return change;
    }

    private static IEnumerable<(string Field, string Value, string Remedy)> VariantChanges(
        ExperimentDefinition before, ExperimentDefinition after, bool isOver, bool isAnew)
    {
        const string Raise = "or raise bucketVersion, so that every unit is assigned anew.";
        for (var i = 0; i < before.Variants.Length; i++)
        {
            var was = before.Variants[i];
            if (i >= after.Variants.Length || after.Variants[i].Key != was.Key)
                yield return ($"variants/{i}", $"\"{was.Key}\"",
                    "Keep the variants in their order, and add others at the end: units hold them.");
            else if (!isAnew && !IsSame(was, after.Variants[i]))
                yield return ($"variants/{i}/parameters", $"\"{was.Key}\"",
                    "What a variant sets may not change while units hold it: stop this experiment and start another, "
                        + Raise);
        }

        if (isAnew || (after.IsSticky && !isOver)) yield break;
        var hasSameWeights = before.Variants.Select(of => of.Weight)
            .SequenceEqual(after.Variants.Select(of => of.Weight));
        if (!hasSameWeights)
            yield return ("variants", "other weights", isOver ? StaysOver
                : $"Without sticky assignments units would change their variants: keep the weights, {Raise}");
        if (isOver && after.Coverage != before.Coverage)
            yield return ("coverage", after.Coverage.ToString(CultureInfo.InvariantCulture), StaysOver);
        else if (after.Coverage < before.Coverage)
            yield return ("coverage", after.Coverage.ToString(CultureInfo.InvariantCulture),
                "Without sticky assignments units would lose their variants: "
                    + $"write at least {before.Coverage}, {Raise}");
    }

    private static void CheckShared(ExperimentSet before, ExperimentSet after, ErrorList errors)
    {
        foreach (var was in before.Layers)
        {
            if (!before.Experiments.Any(of => ExperimentLifecycle.HasUnits(of.State) && of.Layer?.Key == was.Key))
                continue;
            var place = after.Layers.ToList().FindIndex(layer => layer.Key == was.Key);
            if (place < 0 || (after.Layers[place].Salt == was.Salt
                && after.Layers[place].HashAttribute == was.HashAttribute))
                continue;
            errors.Add(
                ExperimentErrorCodes.Running, $"/layers/{place}", $"\"{was.Key}\"",
                "Its salt and hash attribute may not change while an experiment of it runs.");
        }

        foreach (var was in before.Holdouts)
        {
            if (!before.Experiments.Any(of => ExperimentLifecycle.HasUnits(of.State) && of.Holdouts.Contains(was.Key)))
                continue;
            var place = after.Holdouts.ToList().FindIndex(holdout => holdout.Key == was.Key);
            if (place < 0 || (after.Holdouts[place].Salt == was.Salt
                && after.Holdouts[place].HashAttribute == was.HashAttribute
                && after.Holdouts[place].Share >= was.Share))
                continue;
            errors.Add(
                ExperimentErrorCodes.Running, $"/holdouts/{place}", $"\"{was.Key}\"",
                "While an experiment of it runs, its share may only grow, and nothing else of it change.");
        }
    }

    private static bool Holds(LayerShare? outer, LayerShare? inner) =>
        outer is null || (inner is not null && outer.Key == inner.Key
            && outer.From <= inner.From && outer.To >= inner.To);

    private static bool IsSame(VariantDefinition one, VariantDefinition other) =>
        one.Parameters.Count == other.Parameters.Count && one.Parameters.All(of =>
            other.Parameters.TryGetValue(of.Key, out var value) && JsonElement.DeepEquals(of.Value, value));

    private static string NameOf(ExperimentState state) => state.ToString().ToLowerInvariant();
}
