using System.Collections.Immutable;
using Profiles.Contracts.Experiments;
using Profiles.Core.Conditions;
using Profiles.Core.Experiments.Assignments;
using Profiles.Core.Experiments.Exposures;
using Profiles.Core.Experiments.Flags;
using Profiles.Core.Experiments.Planning;
using Profiles.Core.Units;

namespace Profiles.Api.Tests.Fakes;

/// <summary>Assigns by the fake experiments, for a unit of whom only the id is known; remembers exposures.</summary>
internal sealed class FakeAssignments(UnitKey unit, FakeExperiments experiments) : IAssignmentGrain
{
    public List<Exposure> Exposures { get; } = [];

    public List<FlagRequest> Evaluated { get; } = [];

    public ValueTask<AssignmentAnswer> AssignAsync(AssignmentRequest request)
    {
        var plan = experiments.Current;
        var assignments = new Assignment[plan.Experiments.Length];
        plan.Assign(ContextOf(request.Attributes), assignments);
        return ValueTask.FromResult(AssignmentAnswer.Of(plan, assignments));
    }

    public ValueTask<FlagAnswers> EvaluateAsync(FlagRequest request)
    {
        Evaluated.Add(request);
        var plan = experiments.Current;
        var context = ContextOf(request.Attributes);
        var answers = new List<FlagAnswer>();
        foreach (var key in request.Keys.IsEmpty ? plan.Flags.Flags.Select(flag => flag.Key) : request.Keys)
            answers.Add(FlagAnswer.Of(plan, key, plan.Flags.Evaluate(key, in context)));

        return ValueTask.FromResult(new FlagAnswers(plan.Version, [.. answers]));
    }

    public ValueTask<int> ExposeAsync(ImmutableArray<Exposure> exposures)
    {
        Exposures.AddRange(exposures);
        return ValueTask.FromResult(exposures.Length);
    }

    private FlagContext ContextOf(ReadOnlyMemory<byte> attributes) =>
        new(new UnitAttributes(unit, null, [], AttributeValue.Parse(attributes))) { Sticky = UnitAssignments.None };
}
