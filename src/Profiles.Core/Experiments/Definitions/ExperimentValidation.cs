namespace Profiles.Core.Experiments.Definitions;

/// <summary>Tells whether configurations fit together, with every error at once.</summary>
public static partial class ExperimentValidation
{
    /// <summary>Checks a set.</summary>
    /// <param name="set">The set.</param>
    /// <param name="segments">The keys of the segments that there are; null where that is not known.</param>
    /// <param name="errors">Where errors are added.</param>
    /// <param name="warnings">Where what may be meant, but is likely not, is added.</param>
    /// <returns>Whether there is no error.</returns>
    public static bool Check(
        ExperimentSet set, IReadOnlySet<string>? segments, ICollection<ExperimentError> errors,
        ICollection<ExperimentError> warnings)
    {
        var before = errors.Count;
        var list = new ErrorList(errors);
        for (var i = 0; i < set.Experiments.Length; i++)
        {
            var check = new ExperimentCheck(
                set, set.Experiments[i], $"/experiments/{i}", list, new ErrorList(warnings));
            check.Run(segments, set.Experiments.Take(i));
        }

        CheckCounts(set, list);
        return errors.Count == before;
    }

    /// <summary>Checks an experiment of a set, as <see cref="Check"/> does; paths begin at the experiment.</summary>
    public static bool CheckExperiment(
        ExperimentSet set, ExperimentDefinition experiment, IReadOnlySet<string>? segments,
        ICollection<ExperimentError> errors, ICollection<ExperimentError> warnings)
    {
        var before = errors.Count;
        var list = new ErrorList(errors);
        var check = new ExperimentCheck(set, experiment, string.Empty, list, new ErrorList(warnings));
        check.Run(segments, set.Experiments.Where(other => other.Key != experiment.Key));
        CheckCounts(set, list);
        return errors.Count == before;
    }

    private static void CheckCounts(ExperimentSet set, ErrorList errors)
    {
        var active = set.Experiments.Count(experiment => ExperimentLifecycle.HasUnits(experiment.State));
        if (active > ExperimentLimits.MaxActive)
            errors.Add(
                ExperimentErrorCodes.TooMany, "/experiments", $"{active} that run or are paused",
                $"Stop some: at most {ExperimentLimits.MaxActive} may run or be paused.");
        if (set.Experiments.Length > ExperimentLimits.MaxExperiments)
            errors.Add(
                ExperimentErrorCodes.TooMany, "/experiments", $"a list of {set.Experiments.Length}",
                $"Keep at most {ExperimentLimits.MaxExperiments}.");
    }
}
