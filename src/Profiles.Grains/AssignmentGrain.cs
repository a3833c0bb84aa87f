using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Profiles.Contracts;
using Profiles.Contracts.Experiments;
using Profiles.Core.Conditions;
using Profiles.Core.Experiments.Exposures;
using Profiles.Core.Experiments.Flags;
using Profiles.Core.Experiments.Planning;
using Profiles.Core.Units;

namespace Profiles.Grains;

/// <summary>
/// Buckets a unit into experiments by the plan, the unit's profile and what it was assigned before. An exposure is
/// appended to the unit's log and durable before the answer that used it; the log takes each once.
/// </summary>
[GrainType("assignment")]
public sealed partial class AssignmentGrain(
    IExperiments experiments, IEventIngestion ingestion, IGrainFactory grains, TimeProvider time)
    : Grain, IAssignmentGrain
{
    // More than a unit meets in the life of an activation; beyond, the log alone tells what is known.
    private const int MaxKnown = 512;

    private HashSet<(string Experiment, string Variant, int BucketVersion, string Unit)>? _known;
    private UnitKey _unit;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        if (!UnitKey.TryParse(key, out _unit)) throw new ArgumentException($"'{key}' is not the key of a unit.");
        return Task.CompletedTask;
    }

    public async ValueTask<AssignmentAnswer> AssignAsync(AssignmentRequest request)
    {
        var plan = experiments.Current;
        var targeting = await TargetingAsync(plan);
        var assignments = new Assignment[plan.Experiments.Length];
        plan.Assign(ContextOf(targeting, request.Attributes, null), assignments);
        return AssignmentAnswer.Of(plan, assignments);
    }

    public async ValueTask<FlagAnswers> EvaluateAsync(FlagRequest request)
    {
        var plan = experiments.Current;
        var targeting = await TargetingAsync(plan);
        var met = request.TakesEffect ? new ExposureList() : null;
        var context = ContextOf(targeting, request.Attributes, met);
        var answers = request.Keys.IsEmpty
            ? EvaluateAll(plan, in context)
            : [.. request.Keys.Select(key => FlagAnswer.Of(plan, key, plan.Flags.Evaluate(key, in context)))];
        if (met is { Results.Count: > 0 })
            await ExposeAsync(
                [.. met.Results.Select(of => ExposureOf(of, plan) with { Dimensions = request.Dimensions })]);
        return new FlagAnswers(plan.Version, answers);
    }

    public async ValueTask<int> ExposeAsync(ImmutableArray<Exposure> exposures)
    {
        var appends = new List<UnitAppend>(exposures.Length);
        foreach (var exposure in exposures)
            if (_known is null || !_known.Contains(KeyOf(exposure))) appends.Add(UnitFold.Expose(_unit, exposure));
        if (appends.Count == 0) return 0;
        var result = await ingestion.AppendAsync(appends, CancellationToken.None);
        _known ??= [];
        foreach (var exposure in exposures)
            if (_known.Count < MaxKnown) _known.Add(KeyOf(exposure));
        return result.Accepted;
    }

    private static ImmutableArray<FlagAnswer> EvaluateAll(ExperimentPlan plan, in FlagContext context)
    {
        var answers = new FlagAnswer[plan.Flags.Flags.Length];
        for (var i = 0; i < answers.Length; i++)
        {
            var flag = plan.Flags.Flags[i];
            plan.Flags.Evaluate(flag, in context, out var result);
            answers[i] = FlagAnswer.Of(plan, flag.Key, in result);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(answers);
    }

    private ValueTask<UnitTargeting> TargetingAsync(ExperimentPlan plan) =>
        grains.GetGrain<IUserProfileGrain>(this.GetPrimaryKeyString()).GetTargetingAsync(plan.AsksOfProfile);

    private FlagContext ContextOf(UnitTargeting targeting, ReadOnlyMemory<byte> attributes, IExposureObserver? met) =>
        new(new UnitAttributes(
            _unit, targeting.Profile, targeting.Profile?.Segments ?? [], AttributeValue.Parse(attributes)))
        {
            Sticky = targeting.Assignments, Exposures = met,
        };

    private Exposure ExposureOf(in ExperimentResult result, ExperimentPlan plan) => new()
    {
        Experiment = result.Experiment!.Key,
        Variant = result.VariantKey,
        BucketVersion = result.BucketVersion,
        OccurredAtUnixMs = time.GetUtcNow().ToUnixTimeMilliseconds(),
        HashAttribute = result.HashAttribute,
        HashValue = FlagJson.TextOf(result.HashValue),
        PlanVersion = plan.Version,
    };

    private static (string Experiment, string Variant, int BucketVersion, string Unit) KeyOf(Exposure exposure) =>
        (exposure.Experiment, exposure.Variant, exposure.BucketVersion, exposure.HashValue);

    private sealed class ExposureList : IExposureObserver
    {
        public List<ExperimentResult> Results { get; } = [];

        public void OnExposed(in ExperimentResult result) => Results.Add(result);
    }
}
