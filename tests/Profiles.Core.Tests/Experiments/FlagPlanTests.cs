using System.Text;
using System.Text.Json;
using Profiles.Core.Conditions;
using Profiles.Core.Experiments.Bucketing;
using Profiles.Core.Experiments.Flags;

namespace Profiles.Core.Tests.Experiments;

public sealed class FlagPlanTests
{
    private static readonly FlagContext Ann = ContextOf("""{"id":"ann","plan":"free","age":30}""");

    [Fact]
    public void Evaluate_WhenOnlyHashing_AllocatesNothing()
    {
        var plan = Read("""
            {"features":{"color":{"defaultValue":"red","rules":[
              {"key":"colors","variations":["red","blue"],"hashVersion":2,"meta":[{"key":"a"},{"key":"b"}]}]}}}
            """);
        AssertAllocatesNothing(plan, plan.Find("color")!, Ann);
        AssertAllocatesNothing(plan, plan.Find("color")!, ContextOf("""{"id":1234567}"""));
    }

    [Fact]
    public void Evaluate_WhenThereAreConditionsFiltersAndPrerequisites_AllocatesNothing()
    {
        var plan = Read("""
            {"features":{
              "gate":{"defaultValue":false,"rules":[{"force":true,"condition":{"age":{"$gte":18}}}]},
              "color":{"defaultValue":"red","rules":[
                {"key":"colors","variations":["red","blue"],"hashVersion":2,
                 "condition":{"plan":{"$in":["free","basic"]},"age":{"$gt":20}},
                 "filters":[{"seed":"layer","ranges":[[0,1]]}],
                 "parentConditions":[{"id":"gate","condition":{"value":true}}]}]}}}
            """);
        AssertAllocatesNothing(plan, plan.Find("color")!, Ann);
    }

    [Fact]
    public void Evaluate_WhenTextsAreNotAscii_HashesUtf16CodeUnits()
    {
        // Worked out with GrowthBook's JavaScript formula for the two code units of the pair D83D DE00.
        var bucket = new BucketSeed("seed", 2).BucketOf("\U0001F600");
        Assert.Equal(ByFormula("seed", "\U0001F600"), bucket);
        Assert.NotEqual(ByFormula("seed", "\uD83D"), bucket);
    }

    [Fact]
    public void Evaluate_WhenATextIsHalfASurrogatePair_HashesItAsAnyOtherCodeUnit()
    {
        var context = ContextOf("""{"id":"a\n\ud83d","\ud83d":1}""");
        Assert.Equal(new AttributeValue.Text("a\n\ud83d"), context.Attributes.Find("id"));
        Assert.Equal(new AttributeValue.Number(1), context.Attributes.Find("\ud83d"));
        var plan = Read("""{"features":{"f":{"rules":[{"variations":[0,1],"hashVersion":2,"seed":"s"}]}}}""");
        Assert.Equal(ByFormula("s", "a\n\ud83d"), plan.Evaluate("f", in context).Experiment.Bucket);
        Assert.Throws<JsonException>(() => Read("""{"features":{"f":{"defaultValue":"\ud83d"}}}"""));
    }

    [Fact]
    public void Evaluate_WhenPrerequisitesAreDeeperThanTheLimit_AnswersAsForACycle()
    {
        var flags = Enumerable.Range(0, FlagLimits.MaxDepth + 1).Select(i =>
            $$$"""
            "f{{{i}}}":{"defaultValue":1,"rules":[{"force":2,"parentConditions":[{"id":"f{{{i + 1}}}"}]}]}
            """);
        var plan = Read($"{{\"features\":{{{string.Join(',', flags)}}}}}");
        Assert.Equal(FlagSource.CyclicPrerequisite, plan.Evaluate("f0", in Ann).Source);
        Assert.Equal(FlagSource.Force, plan.Evaluate("f3", in Ann).Source);
    }

    [Fact]
    public void Evaluate_WhenPrerequisitesFanOut_StopsAtTheLimit()
    {
        var flags = Enumerable.Range(0, 40).Select(i =>
            $$$"""
            "f{{{i}}}":{"defaultValue":1,"rules":[{"force":2,
              "parentConditions":[{"id":"f{{{i + 1}}}"},{"id":"f{{{i + 1}}}"}]}]}
            """);
        var plan = Read($"{{\"features\":{{{string.Join(',', flags)},\"f40\":{{\"defaultValue\":1}}}}}}");
        Assert.Equal(FlagSource.CyclicPrerequisite, plan.Evaluate("f0", in Ann).Source);
    }

    [Fact]
    public void Evaluate_WhenAPrerequisiteIsAnExperiment_TellsOfBothExposures()
    {
        var plan = Read("""
            {"features":{
              "first":{"defaultValue":0,"rules":[{"key":"one","variations":[1,2]}]},
              "second":{"defaultValue":0,"rules":[{"key":"two","variations":[1,2],
                "parentConditions":[{"id":"first","condition":{"value":{"$gte":1}}}]}]}}}
            """);
        var kept = new StickyDocuments();
        plan.Evaluate("second", new FlagContext(Ann.Attributes) { Exposures = kept });
        Assert.NotNull(kept.Find("id", new AttributeValue.Text("ann"), "one", 0));
        Assert.NotNull(kept.Find("id", new AttributeValue.Text("ann"), "two", 0));
    }

    [Fact]
    public void Evaluate_WhenAFlagIsForcedByTheCaller_AnswersItEvenIfUnknown()
    {
        var forced = new Dictionary<string, FlagValue> { ["unknown"] = FlagValue.Of("x") };
        var result = FlagPlan.Empty.Evaluate("unknown", new FlagContext(Ann.Attributes) { ForcedFlags = forced });
        Assert.Equal((FlagSource.Override, "\"x\""), (result.Source, result.Value.ToString()));
    }

    [Theory]
    [InlineData("""{"features":[]}""")]
    [InlineData("""{"features":{"f":3}}""")]
    [InlineData("""{"features":{"f":{"rules":{}}}}""")]
    [InlineData("""{"features":{"f":{"rules":[3,null,{"variations":3},{"force":1,"condition":{"x":{"$what":1}}}]}}}""")]
    [InlineData("""{"features":{"f":{"rules":[{"variations":[1,2],"ranges":[3,[1]],"meta":[null],"filters":3}]}}}""")]
    [InlineData("""{"features":{"f":{"rules":[{"variations":[1,2],"hashVersion":"2","weights":"x"}]}}}""")]
    [InlineData("""[]""")]
    public void Read_WhenThePayloadIsMalformed_StillEvaluates(string payload)
    {
        var result = Read(payload).Evaluate("f", in Ann);
        Assert.False(result.IsOn);
    }

    [Fact]
    public void Read_WhenFeaturesAreEncrypted_NeedsTheKey()
    {
        // The first case of the SDKs: {"feature":{"defaultValue":true}}.
        const string Encrypted = "m5ylFM6ndyOJA2OPadubkw=="
            + ".Uu7ViqgKEt/dWvCyhI46q088PkAEJbnXKf3KPZjf9IEQQ+A8fojNoxw4wIbPX3aj";
        var payload = Encoding.UTF8.GetBytes($$"""{"features":{},"encryptedFeatures":"{{Encrypted}}"}""");
        Assert.Null(FlagPlan.Read(payload).Find("feature"));
        Assert.NotNull(FlagPlan.Read(payload, "Zvwv/+uhpFDznZ6SX28Yjg==").Find("feature"));
    }

    private static void AssertAllocatesNothing(FlagPlan plan, Flag flag, FlagContext context)
    {
        // The just-in-time compiler may allocate once or twice while it replaces what runs.
        const int Runs = 1000;
        const int Rounds = 5;
        var inExperiment = 0;
        for (var i = 0; i < Runs; i++) inExperiment += CountExposure(plan, flag, in context);
        Assert.Equal(Runs, inExperiment);
        var least = long.MaxValue;
        for (var round = 0; round < Rounds && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Runs; i++) inExperiment += CountExposure(plan, flag, in context);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    private static int CountExposure(FlagPlan plan, Flag flag, in FlagContext context)
    {
        plan.Evaluate(flag, in context, out var result);
        return result.Experiment.IsExposure ? 1 : 0;
    }

    private static double ByFormula(string salt, string value) => Fnv($"{Fnv(salt + value)}") % 10_000 / 10_000.0;

    private static uint Fnv(string text) =>
        text.Aggregate(2_166_136_261u, (state, unit) => (state ^ unit) * 16_777_619);

    private static FlagPlan Read(string payload) => FlagPlan.Read(Encoding.UTF8.GetBytes(payload));

    private static FlagContext ContextOf(string attributes)
    {
        using var document = JsonDocument.Parse(attributes);
        return new FlagContext(AttributeValue.Of(document.RootElement));
    }
}
