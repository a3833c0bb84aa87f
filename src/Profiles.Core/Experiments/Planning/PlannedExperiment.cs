using System.Collections.Immutable;
using Profiles.Core.Experiments.Definitions;
using Profiles.Core.Experiments.Flags;

namespace Profiles.Core.Experiments.Planning;

/// <summary>An experiment in a plan. Immutable.</summary>
public sealed class PlannedExperiment
{
    private readonly ImmutableArray<ImmutableArray<KeyValuePair<string, FlagValue>>> _parameters;

    internal PlannedExperiment(
        ExperimentDefinition definition, ScheduledState scheduled, ExperimentSet set,
        ImmutableArray<ExperimentError> problems)
    {
        Definition = definition;
        State = scheduled.State;
        Coverage = scheduled.Coverage;
        NextChangeUnixMs = scheduled.NextChangeUnixMs;
        Problems = problems;
        ParameterNames = [.. definition.Variants.SelectMany(variant => variant.Parameters.Keys).Distinct()
            .Order(StringComparer.Ordinal)];
        _parameters = [.. definition.Variants.Select(variant => ParameterNames
            .Select(name => KeyValuePair.Create(name, ValueOf(set, variant, name))).ToImmutableArray())];
    }

    /// <summary>As its owner wrote it.</summary>
    public ExperimentDefinition Definition { get; }

    /// <summary>The key.</summary>
    public string Key => Definition.Key;

    /// <summary>What it is at the time of the plan: the schedule included.</summary>
    public ExperimentState State { get; }

    /// <summary>The share of units that it covers at the time of the plan.</summary>
    public double Coverage { get; }

    /// <summary>When the schedule changes that next, in milliseconds since 1970; null where it does not.</summary>
    public long? NextChangeUnixMs { get; }

    /// <summary>Why this build cannot run it, though an earlier one took it; it then assigns nobody.</summary>
    public ImmutableArray<ExperimentError> Problems { get; }

    /// <summary>Whether it assigns units.</summary>
    public bool IsRunning => State == ExperimentState.Running && Problems.IsEmpty;

    /// <summary>The names of the parameters that its variants set, in order.</summary>
    public ImmutableArray<string> ParameterNames { get; }

    /// <summary>The flag whose value is the variant's key; null where it does not run.</summary>
    public Flag? Flag { get; internal set; }

    /// <summary>
    /// What a variant makes of the parameters of the experiment; of one that it does not set, the default.
    /// </summary>
    public ImmutableArray<KeyValuePair<string, FlagValue>> ParametersOf(int variant) => _parameters[variant];

    /// <summary>What a variant makes of a parameter, as JSON.</summary>
    internal FlagValue ParameterOf(int variant, string name) =>
        _parameters[variant].First(parameter => parameter.Key == name).Value;

    private static FlagValue ValueOf(ExperimentSet set, VariantDefinition variant, string name) =>
        variant.Parameters.TryGetValue(name, out var own) ? FlagValue.Of(own)
            : set.Parameters.TryGetValue(name, out var other) ? FlagValue.Of(other) : FlagValue.Null;
}
