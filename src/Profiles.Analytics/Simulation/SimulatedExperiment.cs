using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Profiles.Analytics.Rows;
using Profiles.Core.Conditions;
using Profiles.Core.Events;
using Profiles.Core.Experiments.Definitions;
using Profiles.Core.Experiments.Exposures;
using Profiles.Core.Experiments.Flags;
using Profiles.Core.Experiments.Planning;
using Profiles.Core.Units;
using Profiles.Statistics.Simulation;

namespace Profiles.Analytics.Simulation;

/// <summary>
/// One run of a simulated experiment: the same viewers in every run, bucketed anew by the run's salt, in a tenant of
/// its own. One viewer a minute meets the experiment; each watched something the day before and watches something
/// right after, and some like what they see.
/// </summary>
internal sealed class SimulatedExperiment
{
    public const string Key = "simulated";

    private const double ShareOfLikes = 0.3;
    private const double GoldenRatio = 0.6180339887498949;
    private const long MsPerSecond = 1_000;
    private const long MsPerUnit = 60 * MsPerSecond;
    private const long MsPerDay = 86_400_000;

    private static readonly ImmutableSortedDictionary<string, JsonElement> NoParameters =
        ImmutableSortedDictionary<string, JsonElement>.Empty;

    private readonly SimulationOptions _options;
    private readonly int _run;
    private readonly ExperimentPlan _plan;
    private readonly PlannedExperiment _experiment;

    public SimulatedExperiment(SimulationOptions options, int run)
    {
        _options = options;
        _run = run;
        Tenant = string.Create(CultureInfo.InvariantCulture, $"run-{run}");
        Set = SetOf(options, string.Create(CultureInfo.InvariantCulture, $"{options.Seed}:{run}"));
        _plan = ExperimentPlan.Compile(Set, version: 1, Start.ToUnixTimeMilliseconds());
        _experiment = _plan.Experiments[0];
    }

    /// <summary>When the first viewer meets the experiment.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    public string Tenant { get; }

    public ExperimentSet Set { get; }

    public ExperimentDefinition Definition => _experiment.Definition;

    /// <summary>When so many viewers have met it, and nothing of the next one has happened.</summary>
    public static DateTimeOffset After(int units) => Start.AddMilliseconds(units * (double)MsPerUnit);

    /// <summary>Everything that happens, as records of the log.</summary>
    public LogEntries RecordsFrom(long firstSequence)
    {
        var entries = new LogEntries(0, firstSequence);
        var at = Start.ToUnixTimeMilliseconds();
        var number = 0;
        foreach (var viewer in SimulatedUnits.Draw(_options with { Weights = [1], RelativeLift = 0 }, _run))
        {
            Add(entries, number++, at, viewer);
            at += MsPerUnit;
        }

        return entries;
    }

    private static ExperimentSet SetOf(SimulationOptions options, string salt)
    {
        var total = options.Weights.Sum();
        return new ExperimentSet
        {
            Metrics = SimulatedMetrics.Definitions(options),
            Experiments =
            [
                new ExperimentDefinition
                {
                    Key = Key, Name = Key, Salt = salt, State = ExperimentState.Running,
                    Variants =
                    [
                        .. options.Weights.Select((weight, i) => new VariantDefinition(
                            i == 0 ? "control" : $"treatment{i}", "", weight / total, NoParameters)),
                    ],
                    PrimaryMetric = SimulatedMetrics.Watched,
                    Metrics = [SimulatedMetrics.MedianWatched, SimulatedMetrics.Likes],
                },
            ],
        };
    }

    private void Add(LogEntries entries, int number, long at, in SimulatedUnit viewer)
    {
        var unit = UnitKey.User(Tenant, string.Create(CultureInfo.InvariantCulture, $"viewer-{number}"));
        _plan.Assign(_experiment, new FlagContext(new UnitAttributes(unit, null, [], null)), out var assignment);
        var lift = assignment.VariantIndex > 0 ? _options.RelativeLift : 0;
        if (_options.CorrelationWithPast is not null)
            Watch(entries, unit, "past", at - MsPerDay, viewer.PastOutcome);
        if (assignment.IsExposure) Expose(entries, unit, in assignment, at);
        Watch(entries, unit, "now", at + MsPerSecond, viewer.Outcome * (1 + lift));

        // A share of the viewers that no variant changes: equidistributed over them, shifted by the run (Weyl).
        if ((number + _run) * GoldenRatio % 1 < ShareOfLikes)
            Happen(entries, unit, "like", ViewingEventType.Like, at + 3 * MsPerSecond, null);
    }

    private static void Expose(LogEntries entries, UnitKey unit, in Assignment assignment, long at) => entries.Add(
        unit,
        new UnitRecord.Exposed(new Exposure
        {
            Experiment = assignment.Experiment.Key, Variant = assignment.Variant!.Key,
            BucketVersion = assignment.BucketVersion, OccurredAtUnixMs = at,
            HashAttribute = assignment.HashAttribute,
            HashValue = ((AttributeValue.Text)assignment.HashValue).Value, PlanVersion = 1,
        }),
        at);

    private static void Watch(LogEntries entries, UnitKey unit, string id, long at, double seconds)
    {
        Happen(entries, unit, id + "-play", ViewingEventType.Play, at, 0);
        Happen(entries, unit, id + "-stop", ViewingEventType.Stop, at + MsPerSecond, seconds);
    }

    private static void Happen(
        LogEntries entries, UnitKey unit, string id, ViewingEventType type, long at, double? position) => entries.Add(
        unit,
        new UnitRecord.Viewing(new ViewingEvent
        {
            Id = id, UserId = unit.Id, ContentId = "c1", Type = type, OccurredAtUnixMs = at, PositionSeconds = position,
        }),
        at);
}
