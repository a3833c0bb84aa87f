using System.Text.Json;
using Profiles.Core.Conditions;
using Profiles.Core.Experiments.Definitions;
using Profiles.Core.Experiments.Flags;
using Profiles.Core.Experiments.Planning;
using Profiles.Core.Folding;
using Profiles.Core.Segments;
using Profiles.Core.Units;

namespace Profiles.Core.Tests.Experiments;

public sealed class ExperimentPlanTests
{
    private const string Rows = """
        {"parameters":{"rows":12,"layout":"grid"},"experiments":[
          {"key":"bigger","name":"Bigger rows","state":"running",
           "variants":[{"key":"control","weight":0.5},{"key":"more","weight":0.5,"parameters":{"rows":20}}],
           "condition":{"country":"GB","counters.plays":{"$gte":1}},"segments":{"allOf":["drama"],"noneOf":["staff"]},
           "forced":[{"variant":"more","unitIds":["tester"]}]}]}
        """;

    [Fact]
    public void Payload_WhenCompiled_IsWhatAGrowthBookClientReads()
    {
        const string Rule = """
            "hashAttribute":"id","seed":"bigger","hashVersion":2,"coverage":1,"bucketVersion":0,"weights":[0.5,0.5],
            """;
        const string Rest = """
            "meta":[{"key":"control"},{"key":"more"}],
            "condition":{"$and":[{"country":"GB","counters.plays":{"$gte":1}},
              {"segments":{"$all":["drama"]}},{"segments":{"$nin":["staff"]}}]}
            """;
        GrowthBookCases.AssertSame(
            SomeExperiments.Parse($$"""
                {"features":{
                  "bigger":{"defaultValue":null,"rules":[
                    {"id":"forced:bigger:more","condition":{"id":{"$in":["tester"]} },"force":"more"},
                    {"id":"bigger","key":"bigger","name":"Bigger rows",{{Rule}}
                     "variations":["control","more"],{{Rest}} }]},
                  "layout":{"defaultValue":"grid","rules":[]},
                  "rows":{"defaultValue":12,"rules":[
                    {"id":"forced:bigger:more","condition":{"id":{"$in":["tester"]} },"force":20},
                    {"id":"bigger","key":"bigger","name":"Bigger rows",{{Rule}}"variations":[12,20],{{Rest}} }
                ] } } }
                """),
            System.Text.Encoding.UTF8.GetString(Plan(Rows).Payload.Span));
    }

    [Fact]
    public void Assign_WhenTargeted_GivesTheVariantAndItsParameters()
    {
        var plan = Plan(Rows);
        var context = ContextOf("""{"id":"u2","country":"GB","counters":{"plays":3},"segments":["drama"]}""");
        var assignment = Assign(plan, context);
        Assert.Equal(("more", AssignmentReason.Bucket), (assignment.Variant!.Key, assignment.Reason));
        Assert.True(assignment.IsExposure);
        Assert.Equal(("id", new AttributeValue.Text("u2")), (assignment.HashAttribute, assignment.HashValue));

        var parameters = plan.ParametersOf([assignment]);
        Assert.Equal(20, parameters.NumberOf("rows"));
        Assert.Equal("grid", parameters.TextOf("layout"));
        Assert.Null(parameters.Find("none"));
        Assert.Equal(
            new ServingParameter("rows", parameters.Find("rows")!.Value.Value, "bigger", "more", false),
            Assert.Single(parameters.Set));
        Assert.Equal("20", plan.Flags.Evaluate("rows", in context).Value.ToString());
    }

    [Theory]
    [InlineData("""{"id":"u2","country":"FR","counters":{"plays":3},"segments":["drama"]}""", "not-targeted")]
    [InlineData("""{"id":"u2","country":"GB","counters":{"plays":3},"segments":[]}""", "not-targeted")]
    [InlineData("""{"id":"u2","country":"GB","counters":{"plays":3},"segments":["drama","staff"]}""", "not-targeted")]
    [InlineData("""{"country":"GB","counters":{"plays":3},"segments":["drama"]}""", "no-hash-attribute")]
    public void Assign_WhenNotTargeted_TellsWhy(string attributes, string reason)
    {
        var assignment = Assign(Plan(Rows), ContextOf(attributes));
        Assert.Equal(reason, assignment.Reason.Name());
        Assert.False(assignment.IsAssigned || assignment.IsExposure || assignment.IsForced);
        Assert.Null(assignment.Variant);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("""
        "condition":{"$or":[{"country":"GB"},{"$not":{"userId":"ann"}}],"age":{"$gt":3}},"hashAttribute":"company",
        """, false)]
    [InlineData("""
        "condition":{"$or":[{"country":"GB"},{"$not":{"counters.plays":{"$gte":1}}}]},
        """, true)]
    [InlineData("""
        "segments":{"noneOf":["staff"]},
        """, true)]
    public void Plan_WhenItsConditionsLookAtTheProfile_SaysSo(string members, bool asks)
    {
        var plan = Plan($$"""
            {"experiments":[{"key":"e","state":"running",{{members}}
             "variants":[{"key":"a","weight":0.5},{"key":"b","weight":0.5}]}]}
            """);
        Assert.Equal(asks, plan.AsksOfProfile);
        Assert.All(
            ProfileAttributes.Schema.Attributes.Select(attribute => attribute.Name.Split('.')[0]),
            name => Assert.Equal(name is not ("userId" or "deviceId"), UnitAttributes.IsOfProfile(name)));
    }

    [Fact]
    public void Assign_WhenForced_IsNoExposure()
    {
        var plan = Plan(Rows);
        var exposures = new StickyDocuments();
        var context = new FlagContext(ContextOf("""{"id":"tester"}""").Attributes) { Exposures = exposures };
        var assignment = Assign(plan, context);
        Assert.Equal(("more", true, false), (assignment.Variant!.Key, assignment.IsForced, assignment.IsExposure));
        Assert.Equal(20, plan.ParametersOf([assignment]).NumberOf("rows"));
        Assert.Equal("{}", GrowthBookCases.Write(exposures.WriteTo));
    }

    [Theory]
    [InlineData("paused")]
    [InlineData("stopped")]
    public void Assign_WhenNotRunning_TellsSo(string state)
    {
        var plan = Plan(Rows.Replace("\"running\"", $"\"{state}\""));
        Assert.Equal(AssignmentReason.NotRunning, Assign(plan, ContextOf("""{"id":"u2"}""")).Reason);
        Assert.Equal("12", plan.Flags.Evaluate("rows", ContextOf("""{"id":"tester"}""")).Value.ToString());
    }

    [Fact]
    public void Compile_WhenTimeGoesOn_StartsGrowsAndStops()
    {
        var set = SomeExperiments.One("""
            "coverage":0.1,"schedule":{"startAt":"1970-01-01T00:00:01Z","stopAt":"1970-01-01T00:00:09Z",
              "ramp":[{"at":"1970-01-01T00:00:03Z","coverage":1}]}
            """);
        (int, long?) At(long ms)
        {
            var plan = ExperimentPlan.Compile(set, 1, ms);
            return (CountAssigned(plan, 0), plan.NextChangeUnixMs);
        }

        Assert.Equal((0, 1000), At(0));
        Assert.InRange(At(1000).Item1, 1, 40);
        Assert.Equal(3000, At(1000).Item2);
        Assert.Equal((200, 9000), At(3000));
        Assert.Equal((0, null), At(9000));
    }

    [Fact]
    public void Assign_WhenHeldOutOrWithoutItsPrerequisite_TellsWhich()
    {
        const string Needs = """
            "prerequisites":[{"experiment":"first","variants":["bigger"]},
                             {"parameter":"theme","condition":{"value":"dark"}}]
            """;
        var plan = Plan($$"""
            {"holdouts":[{"key":"all","share":0.5}],"parameters":{"theme":"dark"},"experiments":[
              {{SomeExperiments.Experiment("\"holdouts\":[\"all\"]", "first")}},
              {{SomeExperiments.Experiment(Needs, "second")}}]}
            """);
        var exposures = new StickyDocuments();
        for (var i = 0; i < 200; i++)
        {
            var unit = new AttributeValue.Text($"u{i}");
            var context = new FlagContext(AttributeValue.Map.Of([new("id", unit)])) { Exposures = exposures };
            var assignments = new Assignment[2];
            Assert.Equal(2, plan.Assign(in context, assignments));
            var isHeldOut = plan.Flags.Evaluate("holdout:all", in context).Value.ToString() == "\"in\"";
            Assert.Equal(isHeldOut, assignments[0].Reason == AssignmentReason.Holdout);
            var isMet = assignments[0].Variant?.Key == "bigger";
            Assert.Equal(isMet, assignments[1].IsAssigned);
            Assert.Equal(isMet, assignments[1].Reason != AssignmentReason.Prerequisite);
        }
    }

    [Fact]
    public void Assign_WhenWeightsOrTargetingChange_KeepsWhatIsSticky()
    {
        var sticky = new StickyDocuments();
        var before = ExperimentPlan.Compile(SomeExperiments.One("\"coverage\":0.5"), 1, 0);
        var kept = Variants(before, sticky);
        var set = SomeExperiments.One("\"coverage\":0.1,\"condition\":{\"country\":\"GB\"}");
        var experiment = set.Experiments[0];
        set = set.With(experiment with
        {
            Variants = [experiment.Variants[0] with { Weight = 0.9 }, experiment.Variants[1] with { Weight = 0.1 }],
        });
        Assert.Equal(kept, Variants(ExperimentPlan.Compile(set, 2, 0), sticky));

        // A new bucket version assigns everyone anew; with a least one, who was in is left out.
        set = set.With(set.Experiments[0] with { BucketVersion = 1, Condition = null, Coverage = 1 });
        Assert.NotEqual(kept, Variants(ExperimentPlan.Compile(set, 3, 0), new StickyDocuments()));
        set = set.With(set.Experiments[0] with { MinBucketVersion = 1 });
        var blocked = Variants(ExperimentPlan.Compile(set, 4, 0), sticky);
        Assert.All(kept.Zip(blocked), pair => Assert.Equal(pair.First is null, pair.Second is not null));
    }

    [Fact]
    public void Assign_WhenADeviceLogsIn_KeepsTheDevicesVariant()
    {
        var plan = ExperimentPlan.Compile(SomeExperiments.One("\"fallbackAttribute\":\"deviceId\""), 1, 0);
        for (var i = 0; i < 50; i++)
        {
            var sticky = new StickyDocuments();
            var device = Map(("deviceId", $"d{i}"));
            var user = Map(("id", $"u{i}"), ("deviceId", $"d{i}"));
            var first = Assign(plan, new FlagContext(device) { Sticky = sticky, Exposures = sticky });
            var second = Assign(plan, new FlagContext(user) { Sticky = sticky, Exposures = sticky });
            var third = Assign(plan, new FlagContext(Map(("id", $"u{i}"))) { Sticky = sticky });
            Assert.Equal((first.VariantIndex, "deviceId"), (second.VariantIndex, first.HashAttribute));
            Assert.Equal((first.VariantIndex, AssignmentReason.Sticky), (third.VariantIndex, third.Reason));
        }
    }

    [Fact]
    public void Assign_WhenAHundredRun_AllocatesNothing()
    {
        var experiments = Enumerable.Range(0, 100).Select(i => SomeExperiments.Experiment(key: $"e{i}"));
        var plan = Plan($$"""{"experiments":[{{string.Join(',', experiments)}}]}""");
        var context = ContextOf("""{"id":"someone"}""");
        var assignments = new Assignment[100];
        for (var i = 0; i < 100; i++) plan.Assign(in context, assignments);
        var least = long.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            plan.Assign(in context, assignments);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
        Assert.All(assignments, assignment => Assert.True(assignment.IsAssigned));
    }

    [Fact]
    public void UnitAttributes_WhenAsked_FindTheProfileFirstAndTheRequestAfter()
    {
        var request = Map(("country", "GB"), ("id", "forged"), ("deviceId", "d1"), ("segments", "forged"));
        var unit = UnitKey.User("t", "ann");
        var attributes = new UnitAttributes(unit, null, ["drama"], request);
        Assert.Equal("ann", TextOf(attributes.Find("id")));
        Assert.Equal("ann", TextOf(attributes.Find("userId")));
        Assert.Equal("d1", TextOf(attributes.Find("deviceId")));
        Assert.Equal("GB", TextOf(attributes.Find("country")));
        Assert.Equal("drama", TextOf(attributes.Find("segments").Find("0")));
        Assert.Equal(AttributeValue.Null, attributes.Find("counters"));

        var known = new UnitAttributes(unit, ProfileFold.Finish(new Profile()), [], request);
        Assert.Equal(new AttributeValue.Number(0), AttributePath.Parse("counters.plays").Read(known));
        Assert.IsType<AttributeValue.Map>(AttributePath.Parse("affinities.genres").Read(known));
        Assert.Equal(new AttributeValue.Number(0), known.Find("version"));
    }

    private static string TextOf(AttributeValue value) => Assert.IsType<AttributeValue.Text>(value).Value;

    private static AttributeValue.Map Map(params (string Name, string Value)[] members) => AttributeValue.Map.Of(
        members.Select(of => new KeyValuePair<string, AttributeValue>(of.Name, new AttributeValue.Text(of.Value))));

    private static List<string?> Variants(ExperimentPlan plan, StickyDocuments sticky) =>
    [
        .. Enumerable.Range(0, 200).Select(i => Assign(
            plan, new FlagContext(Map(("id", $"u{i}"))) { Sticky = sticky, Exposures = sticky }).Variant?.Key),
    ];

    private static int CountAssigned(ExperimentPlan plan, int experiment) => Enumerable.Range(0, 200).Count(i =>
    {
        plan.Assign(plan.Experiments[experiment], new FlagContext(Map(("id", $"u{i}"))), out var assignment);
        return assignment.IsAssigned;
    });

    private static Assignment Assign(ExperimentPlan plan, FlagContext context)
    {
        plan.Assign(plan.Experiments[0], in context, out var assignment);
        return assignment;
    }

    private static ExperimentPlan Plan(string set) => ExperimentPlan.Compile(SomeExperiments.Set(set), 7, 0);

    private static FlagContext ContextOf(string attributes) =>
        new(AttributeValue.Of(SomeExperiments.Parse(attributes)));
}
