using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Profiles.Core.Conditions;
using Profiles.Core.Experiments.Definitions;
using Profiles.Core.Experiments.Flags;
using Profiles.Core.Experiments.Planning;

namespace Profiles.Core.Tests.Experiments;

/// <summary>What holds of every experiment.</summary>
public sealed class ExperimentLawTests
{
    private const int Units = 2000;

    // Five standard deviations of a share of 2,000 units are 0.056.
    private const double Tolerance = 0.056;

    private static readonly Gen<double[]> SomeWeights =
        from count in Gen.Choose(2, 6)
        from parts in Gen.ArrayOf(Gen.Choose(1, 20), count)
        select parts.Select(part => part / (double)parts.Sum()).ToArray();

    private static readonly Gen<(string Salt, double[] Weights, double Coverage, double More)> Cases =
        from salt in Gen.Choose(0, 1_000_000)
        from weights in SomeWeights
        from coverage in Gen.Choose(0, 100)
        from more in Gen.Choose(0, 100)
        select ($"salt-{salt}", weights, Math.Min(coverage, more) / 100.0, Math.Max(coverage, more) / 100.0);

    [Fact]
    public void Assign_WhenAskedAgain_AnswersTheSame() => Laws.Hold(Cases, of =>
        Assert.Equal(
            Assigned(Plan(of.Salt, of.Weights, of.Coverage), 100),
            Assigned(Plan(of.Salt, of.Weights, of.Coverage), 100)));

    [Fact]
    public void Assign_WhenThereAreManyUnits_SharesThemByWeightAndCoverage() => Laws.Hold(
        Cases, of =>
        {
            var assigned = Assigned(Plan(of.Salt, of.Weights, of.More), Units);
            for (var i = 0; i < of.Weights.Length; i++)
                Assert.Equal(
                    of.Weights[i] * of.More, assigned.Count(variant => variant == i) / (double)Units, Tolerance);
        },
        runs: 30);

    [Fact]
    public void Assign_WhenCoverageGrows_MovesNobody() => Laws.Hold(Cases, of =>
    {
        var before = Assigned(Plan(of.Salt, of.Weights, of.Coverage), 300);
        var after = Assigned(Plan(of.Salt, of.Weights, of.More), 300);
        Assert.All(before.Zip(after), pair => Assert.True(pair.First < 0 || pair.First == pair.Second));
    });

    [Fact]
    public void Assign_WhenExperimentsShareALayer_GivesAUnitOneOfThem() => Laws.Hold(
        from salt in Gen.Choose(0, 1_000_000)
        from weights in SomeWeights
        select (salt, weights),
        of =>
        {
            var experiments = new List<ExperimentDefinition>();
            var from = 0.0;
            foreach (var share in of.weights)
            {
                var to = Math.Min(1, from + share);
                var one = Experiment($"e{experiments.Count}", $"s{of.salt}", [0.5, 0.5], 1);
                experiments.Add(one with { Layer = new LayerShare("l", from, to) });
                from = to;
            }

            var set = new ExperimentSet
            {
                Layers = [new LayerDefinition("l", "l", $"layer:{of.salt}", "id")],
                Experiments = [.. experiments],
            };
            var errors = new List<ExperimentError>();
            Assert.True(ExperimentValidation.Check(set, null, errors, []), string.Join('\n', errors));
            var plan = ExperimentPlan.Compile(set, 1, 0);
            var assignments = new Assignment[experiments.Count];
            for (var i = 0; i < 300; i++)
            {
                plan.Assign(ContextOf(i), assignments);
                Assert.True(assignments.Count(assignment => assignment.IsAssigned) <= 1);
                Assert.All(assignments, assignment => Assert.True(
                    assignment.IsAssigned || assignment.Reason == AssignmentReason.NotInLayer));
            }
        },
        runs: 30);

    [Fact]
    public void Assign_WhenAUnitIsHeldOut_GivesItNothing() => Laws.Hold(Cases, of =>
    {
        var experiment = Experiment("e", of.Salt, of.Weights, 1) with { Holdouts = ["h"] };
        List<int> With(double share) => Assigned(
            ExperimentPlan.Compile(
                new ExperimentSet
                {
                    Experiments = [experiment],
                    Holdouts = [new HoldoutDefinition("h", "h", share, "holdout:h", "id")],
                },
                1, 0),
            300);

        var (less, more) = (With(of.Coverage), With(of.More));
        Assert.All(less.Zip(more), pair => Assert.True(pair.Second < 0 || pair.First == pair.Second));
        Assert.All(With(1), variant => Assert.Equal(-1, variant));
        Assert.All(With(0), variant => Assert.NotEqual(-1, variant));
    });

    private static ExperimentDefinition Experiment(string key, string salt, double[] weights, double coverage) => new()
    {
        Key = key,
        Name = key,
        Salt = salt,
        State = ExperimentState.Running,
        Coverage = coverage,
        Variants =
        [
            .. weights.Select((weight, i) => new VariantDefinition(
                $"v{i}", $"v{i}", weight, ImmutableSortedDictionary<string, System.Text.Json.JsonElement>.Empty)),
        ],
    };

    private static ExperimentPlan Plan(string salt, double[] weights, double coverage) => ExperimentPlan.Compile(
        new ExperimentSet { Experiments = [Experiment("e", salt, weights, coverage)] }, 1, 0);

    private static List<int> Assigned(ExperimentPlan plan, int units)
    {
        var variants = new List<int>(units);
        for (var i = 0; i < units; i++)
        {
            plan.Assign(plan.Experiments[0], ContextOf(i), out var assignment);
            variants.Add(assignment.VariantIndex);
        }

        return variants;
    }

    private static FlagContext ContextOf(int unit) =>
        new(AttributeValue.Map.Of([new("id", new AttributeValue.Text($"unit-{unit}"))]));
}
