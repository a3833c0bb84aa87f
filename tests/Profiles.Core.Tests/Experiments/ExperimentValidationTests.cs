using Profiles.Core.Experiments.Definitions;

namespace Profiles.Core.Tests.Experiments;

public sealed class ExperimentValidationTests
{
    private static readonly ExperimentState[] States = Enum.GetValues<ExperimentState>();

    [Fact]
    public void Check_WhenNamesAreUnknown_TellsEachWithTheNearest()
    {
        const string Members = """
            "primaryMetric":"play","metrics":["x"],"guardrails":["y"],"holdouts":["h"],
            "layer":{"key":"l","from":0,"to":1},"segments":{"allOf":["dramas"]},
            "prerequisites":[{"experiment":"z"},{"parameter":"p","condition":{"value":1}},
                             {"experiment":"rows","variants":["biger"]}],
            "forced":[{"variant":"big","unitIds":["a"]},{"variant":"control","unitIds":["a"]}]
            """;
        const string Metrics = """
            "metrics":[{"key":"plays","kind":"mean","numerator":{"eventTypes":["play"]}}]
            """;
        var set = SomeExperiments.One(Members, Metrics);
        var errors = new List<ExperimentError>();
        Assert.False(ExperimentValidation.Check(set, new HashSet<string> { "drama" }, errors, []));
        Assert.Equal(
            [
                "cycle /experiments/0/prerequisites",
                "duplicate /experiments/0/forced/1/unitIds",
                "unknown /experiments/0/forced/0/variant",
                "unknown /experiments/0/guardrails/0",
                "unknown /experiments/0/holdouts/0",
                "unknown /experiments/0/layer/key",
                "unknown /experiments/0/metrics/0",
                "unknown /experiments/0/prerequisites/0/experiment",
                "unknown /experiments/0/prerequisites/1/parameter",
                "unknown /experiments/0/prerequisites/2/variants/0",
                "unknown /experiments/0/primaryMetric",
                "unknown /experiments/0/segments/allOf/0",
            ],
            errors.Select(error => $"{error.Code} {error.Path}").Order(StringComparer.Ordinal));
        Assert.Contains("'plays'", errors.Single(error => error.Path.EndsWith("primaryMetric")).Remedy);
        Assert.Contains("'bigger'", errors.Single(error => error.Path.EndsWith("variants/0")).Remedy);
    }

    [Fact]
    public void Check_WhenPartsOfALayerOverlap_TellsOnce()
    {
        var errors = SomeExperiments.ErrorsOf($$"""
            {"layers":[{"key":"l"}],"experiments":[
              {{SomeExperiments.Experiment("\"layer\":{\"key\":\"l\",\"from\":0,\"to\":0.6}", "a")}},
              {{SomeExperiments.Experiment("\"layer\":{\"key\":\"l\",\"from\":0.5,\"to\":1}", "b")}}]}
            """);
        Assert.Equal(["overlap /experiments/1/layer", "over_allocated /experiments/1/layer"], errors);
    }

    [Fact]
    public void Check_WhenPrerequisitesNeedEachOther_TellsTheCycle()
    {
        var errors = SomeExperiments.ErrorsOf($$"""
            {"experiments":[
              {{SomeExperiments.Experiment("\"prerequisites\":[{\"experiment\":\"b\"}]", "a")}},
              {{SomeExperiments.Experiment("\"prerequisites\":[{\"experiment\":\"c\"}]", "b")}},
              {{SomeExperiments.Experiment("\"prerequisites\":[{\"experiment\":\"a\"}]", "c")}}]}
            """);
        Assert.Equal(3, errors.Count(error => error.StartsWith("cycle")));
    }

    [Fact]
    public void Check_WhenAParameterIsNeededByWhoSetsIt_TellsTheCycle()
    {
        var errors = SomeExperiments.ErrorsOf("""
            {"parameters":{"p":1},"experiments":[{"key":"a","prerequisites":[{"parameter":"p","condition":{"value":1}}],
              "variants":[{"key":"x","weight":0.5},{"key":"y","weight":0.5,"parameters":{"p":2}}]}]}
            """);
        Assert.Equal(["cycle /experiments/0/prerequisites"], errors);
    }

    [Fact]
    public void Check_WhenFivePrerequisitesStandInARow_TellsTheDepth()
    {
        var experiments = Enumerable.Range(0, 5).Select(i => SomeExperiments.Experiment(
            i < 4 ? $"\"prerequisites\":[{{\"experiment\":\"e{i + 1}\"}}]" : "", $"e{i}"));
        var errors = SomeExperiments.ErrorsOf($$"""{"experiments":[{{string.Join(',', experiments)}}]}""");
        Assert.Equal(["cycle /experiments/0/prerequisites"], errors);
    }

    [Fact]
    public void Check_WhenTwoSetAParameter_WantsALayer()
    {
        const string Json = """
            {"parameters":{"p":1},"layers":[{"key":"l"}],"experiments":[
             {"key":"a","state":"running","layer":{"key":"l","from":0,"to":0.5},
              "variants":[{"key":"x","weight":0.5},{"key":"y","weight":0.5,"parameters":{"p":2}}]},
             {"key":"b","state":"running","layer":{"key":"l","from":0.5,"to":1},
              "variants":[{"key":"x","weight":0.5},{"key":"y","weight":0.5,"parameters":{"p":2}}]}]}
            """;
        Assert.Empty(SomeExperiments.ErrorsOf(Json));
        var apart = Json.Replace("\"layer\":{\"key\":\"l\",\"from\":0.5,\"to\":1},", "");
        Assert.Equal(["parameter_conflict /experiments/1/variants"], SomeExperiments.ErrorsOf(apart));

        var warnings = new List<ExperimentError>();
        var draft = SomeExperiments.Set(apart.Replace("\"b\",\"state\":\"running\"", "\"b\",\"state\":\"draft\""));
        Assert.True(ExperimentValidation.Check(draft, null, [], warnings));
        Assert.Equal(ExperimentErrorCodes.ParameterConflict, Assert.Single(warnings).Code);
    }

    [Fact]
    public void Check_WhenAnExperimentIsNamedAsAParameter_TellsIt() => Assert.Equal(
        ["duplicate /experiments/0/key"],
        SomeExperiments.ErrorsOf($$"""{"parameters":{"rows":1},"experiments":[{{SomeExperiments.Experiment()}}]}"""));

    [Fact]
    public void CanBecome_WhenAskedForEveryPair_FollowsTheLife()
    {
        var legal = from before in States
            from after in States
            where before != after && ExperimentLifecycle.CanBecome(before, after)
            select $"{before} {after}";
        Assert.Equal(
            [
                "Draft Running", "Draft Archived", "Running Paused", "Running Stopped", "Paused Running",
                "Paused Stopped", "Stopped Archived",
            ],
            legal);
    }

    [Theory]
    [InlineData("\"salt\":\"other\"", "running /salt")]
    [InlineData("\"hashVersion\":1", "running /hashVersion")]
    [InlineData("\"hashAttribute\":\"deviceId\"", "running /hashAttribute")]
    [InlineData("\"fallbackAttribute\":\"deviceId\"", "running /fallbackAttribute")]
    [InlineData("\"sticky\":false", "running /sticky")]
    [InlineData("\"layer\":{\"key\":\"l\",\"from\":0,\"to\":0.5}", "running /layer")]
    [InlineData("\"bucketVersion\":1", "")]
    [InlineData("\"coverage\":0.1", "")]
    [InlineData("\"condition\":{\"country\":\"GB\"}", "")]
    public void CheckChange_WhenItRuns_RefusesWhatWouldMoveUnits(string member, string expected)
    {
        var before = SomeExperiments.One("\"bucketVersion\":0").Experiments[0];
        var after = SomeExperiments.One(member).Experiments[0];
        Assert.Equal(expected.Length == 0 ? [] : [expected], ChangesRefused(before, after));
        Assert.Empty(ChangesRefused(before with { State = ExperimentState.Draft }, after));
    }

    [Fact]
    public void CheckChange_WhenVariantsChange_KeepsThoseThatUnitsHold()
    {
        var before = SomeExperiments.One().Experiments[0];
        var heavier = before with
        {
            Variants = [before.Variants[0] with { Weight = 0.1 }, before.Variants[1] with { Weight = 0.9 }],
        };
        Assert.Empty(ChangesRefused(before, heavier));
        Assert.Equal(
            ["running /variants"],
            ChangesRefused(before with { IsSticky = false }, heavier with { IsSticky = false }));
        Assert.Empty(ChangesRefused(
            before with { IsSticky = false }, heavier with { IsSticky = false, BucketVersion = 1 }));
        Assert.Equal(
            ["running /variants/0", "running /variants/1"],
            ChangesRefused(before, before with { Variants = [before.Variants[1], before.Variants[0]] }));

        var other = before with
        {
            Variants = [before.Variants[0], before.Variants[1] with
            {
                Parameters = before.Variants[1].Parameters.Add("p", SomeExperiments.Parse("1")),
            }],
        };
        Assert.Equal(["running /variants/1/parameters"], ChangesRefused(before, other));
        Assert.Empty(ChangesRefused(before, other with { BucketVersion = 1 }));
    }

    [Fact]
    public void CheckChange_WhenTheStateMayNotFollow_TellsWhichMay()
    {
        var stopped = SomeExperiments.One().Experiments[0] with { State = ExperimentState.Stopped };
        var errors = new List<ExperimentError>();
        ExperimentValidation.CheckChange(stopped, stopped with { State = ExperimentState.Running }, errors);
        Assert.Equal("It is stopped: it may become archived.", Assert.Single(errors).Remedy);
        Assert.Equal(["transition "], ChangesRefused(stopped, null));
        Assert.Equal(["running /salt"], ChangesRefused(stopped, stopped with { Salt = "x" }));
        Assert.Equal(["running /coverage"], ChangesRefused(stopped, stopped with { Coverage = 0.5 }));
        Assert.Empty(ChangesRefused(stopped, stopped with { Description = "It was worse." }));
    }

    [Fact]
    public void CheckChange_WhenALayerOrHoldoutOfARunningExperimentChanges_RefusesIt()
    {
        var before = SomeExperiments.One(
            "\"holdouts\":[\"h\"],\"layer\":{\"key\":\"l\",\"from\":0,\"to\":1}",
            "\"layers\":[{\"key\":\"l\"}],\"holdouts\":[{\"key\":\"h\",\"share\":0.1}]");
        var after = before.With(before.Layers[0] with { Salt = "x" }).With(before.Holdouts[0] with { Share = 0.05 });
        var errors = new List<ExperimentError>();
        Assert.False(ExperimentValidation.CheckChange(before, after, errors));
        Assert.Equal(["/layers/0", "/holdouts/0"], errors.Select(error => error.Path));
        Assert.True(ExperimentValidation.CheckChange(before, before.With(before.Holdouts[0] with { Share = 0.2 }), []));
        Assert.False(ExperimentValidation.CheckChange(before, before with { Experiments = [] }, []));
    }

    private static List<string> ChangesRefused(ExperimentDefinition? before, ExperimentDefinition? after)
    {
        var errors = new List<ExperimentError>();
        ExperimentValidation.CheckChange(before, after, errors);
        return [.. errors.Select(error => $"{error.Code} {error.Path}")];
    }

    [Theory]
    [InlineData("""{"device":{"$regex":"^t"}}""", "condition /numerator/condition/device/$regex")]
    [InlineData("""{"device":{"$ini":["tv"]}}""", "condition /numerator/condition/device/$ini")]
    [InlineData("""{"contentId":{"$lt":"m"}}""", "condition /numerator/condition/contentId/$lt")]
    [InlineData("""{"$or":[{"device":{"$not":{"$veq":"1.0"}}}]}""",
        "condition /numerator/condition/$or/0/device/$not/$veq")]
    [InlineData("""{"value":{"$gte":1},"device":"tv","$not":{"slateId":{"$exists":false}}}""", null)]
    public void CheckMetric_WhenSqlCannotAnswerItsCondition_NamesThePlace(string condition, string? expected)
    {
        var metric = MetricOf("""{"eventTypes":["play"],"condition":CONDITION}""".Replace("CONDITION", condition));
        var errors = new List<ExperimentError>();
        Assert.Equal(expected is null, ExperimentValidation.CheckMetric(metric, errors));
        Assert.Equal(expected is null ? [] : [expected], errors.Select(error => $"{error.Code} {error.Path}"));
        Assert.All(errors, error => Assert.Contains("$in", error.Remedy, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"eventTypes":["progress","stop"],"condition":{"positionSeconds":{"$gt":5}}}""",
        "condition /numerator/condition")]
    [InlineData("""{"eventTypes":["progress"],"aggregation":"maxValue"}""", "out_of_range /numerator/aggregation")]
    [InlineData("""{"eventTypes":["progress"],"condition":{"device":"tv"}}""", null)]
    public void CheckMetric_WhenProgressIsAskedForNumbers_Refuses(string numerator, string? expected)
    {
        var errors = new List<ExperimentError>();
        ExperimentValidation.CheckMetric(MetricOf(numerator), errors);
        Assert.Equal(expected is null ? [] : [expected], errors.Select(error => $"{error.Code} {error.Path}"));
    }

    [Fact]
    public void Check_WhenAMetricOfAnEarlierReleaseCannotBeAnswered_Warns()
    {
        var set = SomeExperiments.Set("""
            {"metrics":[{"key":"m","kind":"mean","numerator":
              {"eventTypes":["play"],"condition":{"device":{"$regex":"t"}}}}],
             "experiments":[{"key":"a","primaryMetric":"m",
              "variants":[{"key":"x","weight":0.5},{"key":"y","weight":0.5}]}]}
            """);
        var warnings = new List<ExperimentError>();
        Assert.True(ExperimentValidation.Check(set, null, [], warnings));
        Assert.Equal("/experiments/0/primaryMetric", Assert.Single(warnings).Path);
    }

    private static MetricDefinition MetricOf(string numerator) => SomeExperiments.Set(
        $$"""{"metrics":[{"key":"m","kind":"mean","numerator":{{numerator}}}]}""").Metrics[0];
}
