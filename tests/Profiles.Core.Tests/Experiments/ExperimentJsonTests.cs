using System.Text.Json;
using Profiles.Core.Experiments.Definitions;

namespace Profiles.Core.Tests.Experiments;

public sealed class ExperimentJsonTests
{
    private const string Full = """
        {
          "experiments":[{
            "key":"bigger-rows","name":"Bigger rows","hypothesis":"More is seen","description":"d","owner":"ann",
            "state":"running",
            "variants":[{"key":"control","name":"As now","weight":0.5,"parameters":{}},
                        {"key":"bigger","name":"20","weight":0.5,"parameters":{"rows":20,"layout":{"a":[1,"x"]}}}],
            "coverage":0.8,"layer":{"key":"home","from":0.25,"to":0.75},"holdouts":["all"],
            "condition":{"counters.plays":{"$gte":5},"country":"GB"},
            "segments":{"allOf":["drama"],"anyOf":[],"noneOf":["staff"]},
            "prerequisites":[{"experiment":"first","variants":["b"]},
                             {"variants":[],"parameter":"size","condition":{"value":{"$gt":3}}}],
            "hashAttribute":"id","fallbackAttribute":"deviceId","salt":"s","hashVersion":1,"bucketVersion":3,
            "minBucketVersion":2,"sticky":true,"forced":[{"variant":"bigger","unitIds":["bob"]}],
            "schedule":{"startAt":"2026-01-01T00:00:00+00:00","stopAt":"2026-03-01T00:00:00+00:00",
                        "ramp":[{"at":"2026-01-02T00:00:00+00:00","coverage":0.9}]},
            "primaryMetric":"plays","metrics":["p90"],"guardrails":["ratio"]},
           {"key":"first","name":"first","hypothesis":"","description":"","owner":"","state":"draft",
            "variants":[{"key":"a","name":"a","weight":0.1,"parameters":{}},
                        {"key":"b","name":"b","weight":0.9,"parameters":{}}],
            "coverage":1,"holdouts":[],"prerequisites":[],"hashAttribute":"id","salt":"first","hashVersion":2,
            "bucketVersion":0,"minBucketVersion":0,"sticky":true,"forced":[],"schedule":{"ramp":[]},"metrics":[],
            "guardrails":[]}],
          "holdouts":[{"key":"all","name":"all","share":0.05,"salt":"holdout:all","hashAttribute":"id"}],
          "layers":[{"key":"home","name":"home","salt":"layer:home","hashAttribute":"id"}],
          "metrics":[
            {"key":"plays","name":"plays","description":"","kind":"mean","direction":"higherIsBetter",
             "numerator":{"eventTypes":["play"],"aggregation":"count","condition":{"device":"tv"}},
             "winsorizeQuantile":0.99,"minimumEffect":0.02,"conversionWindowHours":72,"cupedDays":14},
            {"key":"p90","name":"p90","description":"","kind":"quantile","quantile":0.9,"direction":"higherIsBetter",
             "numerator":{"eventTypes":["progress"],"aggregation":"watchSeconds"},"cupedDays":0},
            {"key":"ratio","name":"ratio","description":"","kind":"ratio","direction":"lowerIsBetter",
             "numerator":{"eventTypes":["stop"],"aggregation":"count"},
             "denominator":{"eventTypes":["play"],"aggregation":"distinctContents"},"cupedDays":0}],
          "parameters":{"layout":null,"rows":12,"size":5}}
        """;

    [Fact]
    public void ReadSet_WhenWritten_IsTheSame()
    {
        var set = SomeExperiments.Set(Full);
        var written = GrowthBookCases.Write(writer => ExperimentJson.Write(writer, set));
        GrowthBookCases.AssertSame(SomeExperiments.Parse(Full), written);
        Assert.Empty(SomeExperiments.ErrorsOf(written, "drama", "staff"));
    }

    [Fact]
    public void ReadSet_WhenALittleIsWritten_HasDefaults()
    {
        var experiment = SomeExperiments.One().Experiments[0];
        Assert.Equal(("rows", "rows"), (experiment.Name, experiment.Salt));
        Assert.Equal(("id", 2), (experiment.HashAttribute, experiment.HashVersion));
        Assert.True(experiment.IsSticky);
        Assert.Equal(1, experiment.Coverage);
    }

    [Fact]
    public void ReadSet_WhenMuchIsWrong_TellsAllOfIt()
    {
        var errors = SomeExperiments.ErrorsOf("""
            {"experiment":[],"layers":[{"key":"Bad Key"}],"holdouts":[{"key":"h"}],
             "metrics":[{"key":"m","kind":"median","numerator":{"eventTypes":["playz"]}},
                        {"key":"m","kind":"ratio","numerator":{"eventTypes":["play"],"condition":{"colour":1}}}],
             "experiments":[{"key":"e","coverage":2,"hashVersion":3,"owners":"x","sticky":"yes",
               "condition":{"counters.play":1},
               "variants":[{"key":"a","weight":0.5},{"key":"a","weight":0.6}],
               "schedule":{"startAt":"2026-02-01T00:00:00Z","stopAt":"2026-01-01T00:00:00Z",
                 "ramp":[{"at":"2026-02-02T00:00:00Z","coverage":0.5},{"at":"2026-02-01T00:00:00Z","coverage":0.1}]}}]}
            """);
        Assert.Equal(
            [
                "condition /experiments/0/condition/counters.play",
                "condition /metrics/1/numerator/condition/colour",
                "duplicate /experiments/0/variants/1/key",
                "duplicate /metrics/1/key",
                "invalid_key /layers/0/key",
                "missing /holdouts/0/share",
                "missing /metrics/1/denominator",
                "out_of_range /experiments/0/coverage",
                "out_of_range /experiments/0/hashVersion",
                "schedule /experiments/0/schedule/ramp/1/at",
                "schedule /experiments/0/schedule/ramp/1/coverage",
                "schedule /experiments/0/schedule/stopAt",
                "unknown /metrics/0/numerator/eventTypes",
                "unknown_field /experiment",
                "unknown_field /experiments/0/owners",
                "weights /experiments/0/variants",
                "wrong_type /experiments/0/sticky",
                "wrong_type /metrics/0/kind",
            ],
            errors.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ReadSet_WhenAConditionIsTooDeepOrItsPatternRefused_TellsWhere()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"$not\":", 20)) + "{}" + new string('}', 20);
        deep = SomeExperiments.Experiment($"\"condition\":{deep}");
        Assert.StartsWith(
            "condition /experiments/0/condition",
            Assert.Single(SomeExperiments.ErrorsOf($$"""{"experiments":[{{deep}}]}""")));
        var slow = SomeExperiments.Experiment("""
            "condition":{"country":{"$regex":"(a)\\1"}}
            """);
        Assert.Equal(
            ["condition /experiments/0/condition/country/$regex"],
            SomeExperiments.ErrorsOf($$"""{"experiments":[{{slow}}]}"""));
    }

    [Fact]
    public void ReadSet_WhenASharesOfALayerAreWritten_PlacesThemBesideEachOther()
    {
        var set = SomeExperiments.Set($$"""
            {"layers":[{"key":"home"}],"experiments":[
              {{SomeExperiments.Experiment("\"layer\":{\"key\":\"home\",\"share\":0.25}", "a")}},
              {{SomeExperiments.Experiment("\"layer\":{\"key\":\"home\",\"from\":0,\"to\":0.5}", "b")}},
              {{SomeExperiments.Experiment("\"layer\":{\"key\":\"home\",\"share\":0.25}", "c")}}]}
            """);
        Assert.Equal(
            [(0.5, 0.75), (0, 0.5), (0.75, 1)], set.Experiments.Select(of => (of.Layer!.From, of.Layer.To)));

        var errors = new List<ExperimentError>();
        var full = SomeExperiments.Parse(SomeExperiments.Experiment("\"layer\":{\"key\":\"home\",\"share\":0.1}", "d"));
        Assert.Null(ExperimentJson.ReadExperiment(full, "", null, set, errors));
        Assert.Equal(ExperimentErrorCodes.OverAllocated, Assert.Single(errors).Code);

        // Of one that has its part already, the part stays.
        var again = SomeExperiments.Parse(
            SomeExperiments.Experiment("\"layer\":{\"key\":\"home\",\"share\":0.25}", "c"));
        Assert.Equal(0.75, ExperimentJson.ReadExperiment(again, "", "c", set, errors)!.Layer!.From);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("3")]
    [InlineData("""{"experiments":{}}""")]
    [InlineData("""{"experiments":[3,null]}""")]
    [InlineData("""{"experiments":[{"key":3,"variants":[1,2],"schedule":4,"layer":5,"forced":[6],"segments":[]}]}""")]
    [InlineData("""{"parameters":[1],"metrics":[{"key":"m","numerator":3}]}""")]
    [InlineData("{\"experiments\":[{\"key\":\"\\ud800\"}]}")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"parameters\":{\"p\":[\"\\ud800\"]}}")]
    [InlineData("""{"parameters":{"p":[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]}}""")]
    public void ReadSet_WhenTypesAreWrong_RefusesIt(string json)
    {
        var errors = new List<ExperimentError>();
        Assert.Null(ExperimentJson.ReadSet(SomeExperiments.Parse(json), errors));
        Assert.NotEmpty(errors);
    }

    [Fact]
    public void ReadSet_WhenItIsTheExampleOfTheDocumentation_TakesIt()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Profiles.sln"))) folder = folder.Parent;
        var text = File.ReadAllText(Path.Combine(folder.FullName, "docs", "experiments.md"));
        var example = text.Split("```json\n")[1].Split("```")[0];
        Assert.Empty(SomeExperiments.ErrorsOf(example, "drama-lovers", "staff"));
    }

    [Fact]
    public void At_WhenTimeGoesOn_StartsGrowsAndStops()
    {
        var set = SomeExperiments.One("""
            "coverage":0.1,"schedule":{"startAt":"1970-01-01T00:00:01Z","stopAt":"1970-01-01T00:00:09Z",
              "ramp":[{"at":"1970-01-01T00:00:03Z","coverage":0.5},{"at":"1970-01-01T00:00:05Z","coverage":1}]}
            """);
        ScheduledState At(long ms) => ExperimentSchedule.At(set.Experiments[0], ms);
        Assert.Equal(new ScheduledState(ExperimentState.Draft, 0.1, 1000), At(999));
        Assert.Equal(new ScheduledState(ExperimentState.Running, 0.1, 3000), At(1000));
        Assert.Equal(new ScheduledState(ExperimentState.Running, 0.5, 5000), At(3000));
        Assert.Equal(new ScheduledState(ExperimentState.Running, 1, 9000), At(5000));
        Assert.Equal(new ScheduledState(ExperimentState.Stopped, 0.1, null), At(9000));
    }
}
