using Orleans.Concurrency;
using Profiles.Core.Conditions;
using Profiles.Core.Experiments.Flags;
using Profiles.Core.Experiments.Planning;

namespace Profiles.Contracts.Experiments;

/// <summary>What a flag answers a unit.</summary>
/// <param name="Key">The flag.</param>
/// <param name="Value">Its value, as JSON in UTF-8.</param>
/// <param name="Source">Where the value came from.</param>
/// <param name="Variant">The variant that has it; null where no experiment gave it.</param>
/// <param name="Experiment">The experiment that gave it; null where none did.</param>
/// <param name="Reason">Of a running experiment, why, as <c>AssignmentReasons</c> names it.</param>
[GenerateSerializer, Immutable, Alias("profiles.flag-answer")]
public sealed record FlagAnswer(
    [property: Id(0)] string Key, [property: Id(1)] ReadOnlyMemory<byte> Value, [property: Id(2)] FlagSource Source,
    [property: Id(3)] string? Variant, [property: Id(4)] string? Experiment, [property: Id(5)] string? Reason)
{
    /// <summary>What a flag of a plan came to. The flag of an experiment names the variant of a tester too.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="key">The flag.</param>
    /// <param name="result">What it came to.</param>
    public static FlagAnswer Of(ExperimentPlan plan, string key, in FlagResult result)
    {
        var experiment = result.Experiment.Experiment?.Key;
        var variant = experiment is null ? null : result.Experiment.VariantKey;
        if (experiment is null && plan.Find(key) is not null
            && result.Source is FlagSource.Force or FlagSource.Override
            && result.Value.Value is AttributeValue.Text forced)
            (experiment, variant) = (key, forced.Value);
        return new FlagAnswer(
            key, result.Value.Json, result.Source, variant, experiment,
            experiment is null ? null : result.Experiment.Reason.Name());
    }
}
