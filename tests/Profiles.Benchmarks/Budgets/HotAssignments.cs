using System.Runtime.CompilerServices;
using System.Text.Json;
using Profiles.Core.Conditions;
using Profiles.Core.Experiments.Definitions;
using Profiles.Core.Experiments.Flags;
using Profiles.Core.Experiments.Planning;

namespace Profiles.Benchmarks.Budgets;

/// <summary>What a request that asks for variants goes through.</summary>
internal static class HotAssignments
{
    /// <summary>How many experiments <see cref="Hundred"/> assigns at a time.</summary>
    public const int Many = 100;

    private const string TwoConditions = """
        ,"condition":{"plan":"free","age":{"$gt":20}}
        """;

    /// <summary>One experiment, by hashing alone.</summary>
    public static void HashOnly(int times) => AssignOne(times, "");

    /// <summary>One experiment with two conditions, which the unit meets.</summary>
    public static void WithConditions(int times) => AssignOne(times, TwoConditions);

    /// <summary>A hundred running experiments for one unit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Hundred(int times)
    {
        var (plan, context) = (PlanOf(Many, ""), Context());
        var assignments = new Assignment[Many];
        Allocated.Begin();
        for (var time = 0; time < times; time++) plan.Assign(in context, assignments);
    }

    // Compiled once: a loop that is replaced while it runs allocates a few bytes then.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AssignOne(int times, string members)
    {
        var (plan, context) = (PlanOf(1, members), Context());
        Allocated.Begin();
        for (var time = 0; time < times; time++)
        {
            plan.Assign(plan.Experiments[0], in context, out var assignment);
            if (!assignment.IsExposure) throw new InvalidOperationException("The unit is in no variant.");
        }
    }

    private static FlagContext Context() =>
        new(AttributeValue.Of(Parse("""{"id":"user-00000001","plan":"free","age":30}""")));

    private static ExperimentPlan PlanOf(int experiments, string members)
    {
        var list = Enumerable.Range(0, experiments).Select(i => $$"""
            {"key":"e{{i}}","state":"running","variants":[{"key":"a","weight":0.5},{"key":"b","weight":0.5}]{{members}}}
            """);
        var errors = new List<ExperimentError>();
        var set = ExperimentJson.ReadSet(Parse($$"""{"experiments":[{{string.Join(',', list)}}]}"""), errors);
        return ExperimentPlan.Compile(
            set ?? throw new InvalidOperationException(string.Join('\n', errors)), version: 1, atUnixMs: 0);
    }

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
