using System.Collections.Frozen;
using System.Collections.Immutable;
using Profiles.Core.Conditions;
using Profiles.Core.Experiments.Definitions;
using Profiles.Core.Experiments.Flags;

namespace Profiles.Core.Experiments.Planning;

/// <summary>
/// The experiments of one version of their configuration, as of one time, compiled. Immutable, safe to share; swapped
/// whole. It is compiled to a GrowthBook payload first and from that to flags, so that our answers and those of a
/// GrowthBook client with the payload come from the same text.
/// </summary>
public sealed class ExperimentPlan
{
    private readonly FrozenDictionary<string, PlannedExperiment> _byKey;
    private readonly FrozenDictionary<string, FlagValue> _defaults;

    private ExperimentPlan(ExperimentSet set, long version, long atUnixMs)
    {
        Set = set;
        Version = version;
        AtUnixMs = atUnixMs;
        Experiments =
        [
            .. set.Experiments.Where(of => of.State is not (ExperimentState.Draft or ExperimentState.Archived))
                .Select(of => new PlannedExperiment(of, ExperimentSchedule.At(of, atUnixMs), set, ProblemsOf(of))),
        ];
        NextChangeUnixMs = Experiments.Min(experiment => experiment.NextChangeUnixMs);
        Payload = new PayloadCompiler(set, Experiments).Compile();
        Flags = FlagPlan.Read(Payload);
        AsksOfProfile = Flags.AttributeNames.Any(UnitAttributes.IsOfProfile);
        foreach (var experiment in Experiments.Where(experiment => experiment.IsRunning))
            experiment.Flag = Flags.Find(experiment.Key);
        _byKey = Experiments.ToFrozenDictionary(experiment => experiment.Key, StringComparer.Ordinal);
        _defaults = set.Parameters.ToFrozenDictionary(
            parameter => parameter.Key, parameter => FlagValue.Of(parameter.Value), StringComparer.Ordinal);
    }

    /// <summary>A plan without experiments, before any change.</summary>
    public static ExperimentPlan Empty { get; } = Compile(ExperimentSet.Empty, 0, 0);

    /// <summary>Grows with each change of the configuration; 0 before the first.</summary>
    public long Version { get; }

    /// <summary>As of when, in milliseconds since 1970.</summary>
    public long AtUnixMs { get; }

    /// <summary>
    /// When a schedule starts, grows or stops something next, in milliseconds since 1970: then a new plan is due. Null
    /// where nothing is scheduled.
    /// </summary>
    public long? NextChangeUnixMs { get; }

    /// <summary>As the owners wrote it.</summary>
    public ExperimentSet Set { get; }

    /// <summary>The experiments but drafts and archived ones, in the order of the set.</summary>
    public ImmutableArray<PlannedExperiment> Experiments { get; }

    /// <summary>
    /// The flags: of each running experiment one that answers the variant's key or null, of each parameter one that
    /// answers its value, and of each holdout one that answers who is in it.
    /// </summary>
    public FlagPlan Flags { get; }

    /// <summary>
    /// Whether anything here may look at a unit's profile or segments. Where not, it is assigned without them alike.
    /// </summary>
    public bool AsksOfProfile { get; }

    /// <summary>The GrowthBook payload of the flags: <c>{"features":{...}}</c>.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>Compiles a set that <see cref="ExperimentValidation"/> takes.</summary>
    /// <param name="set">The set.</param>
    /// <param name="version">Its version.</param>
    /// <param name="atUnixMs">As of when, in milliseconds since 1970: schedules count up to then.</param>
    public static ExperimentPlan Compile(ExperimentSet set, long version, long atUnixMs) => new(set, version, atUnixMs);

    /// <summary>An experiment; null where there is none of this key in the plan.</summary>
    public PlannedExperiment? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>Assigns a unit in every experiment.</summary>
    /// <param name="context">For whom. Its exposures hear of every variant that was met, and of every holdout.</param>
    /// <param name="assignments">Room for one answer of each experiment, in the order of the plan.</param>
    /// <returns>How many answers there are.</returns>
    public int Assign(in FlagContext context, Span<Assignment> assignments)
    {
        for (var i = 0; i < Experiments.Length; i++) Assign(Experiments[i], in context, out assignments[i]);
        return Experiments.Length;
    }

    /// <summary>Assigns a unit in one experiment of this plan.</summary>
    public void Assign(PlannedExperiment experiment, in FlagContext context, out Assignment assignment)
    {
        assignment = default;
        if (experiment.Flag is not { } flag)
        {
            assignment.Take(experiment, -1, AssignmentReason.NotRunning);
            return;
        }

        Flags.Evaluate(flag, in context, out var result, out var reason, out var parent);
        switch (result.Source)
        {
            case FlagSource.Experiment:
                assignment.Take(experiment, in result.Assigned);
                break;
            case FlagSource.Force or FlagSource.Override:
                var variant = result.Value.Value is AttributeValue.Text text
                    ? experiment.Definition.IndexOf(text.Value) : -1;
                assignment.Take(experiment, variant, AssignmentReason.Forced);
                break;
            case FlagSource.DefaultValue when reason != AssignmentReason.Prerequisite:
                assignment.Take(experiment, -1, reason);
                break;
            default:
                // The holdouts of an experiment stand before its prerequisites.
                var isHeldOut = parent >= 0 && parent < experiment.Definition.Holdouts.Length;
                assignment.Take(experiment, -1, isHeldOut ? AssignmentReason.Holdout : AssignmentReason.Prerequisite);
                break;
        }
    }

    /// <summary>The parameters for a unit.</summary>
    /// <param name="assignments">What it was assigned.</param>
    public ServingParameters ParametersOf(ReadOnlySpan<Assignment> assignments) => new(_defaults, assignments);

    private static ImmutableArray<ExperimentError> ProblemsOf(ExperimentDefinition experiment)
    {
        if (experiment.Condition is not { } condition) return [];
        var errors = new List<ConditionError>();
        ConditionCompiler.Compile(condition, "/condition", ExperimentAttributes.Schema, errors);
        return
        [
            .. errors.Select(error => new ExperimentError(
                ExperimentErrorCodes.Condition, error.Path, error.Value, error.Remedy)),
        ];
    }
}
