using System.Text.Json;
using Profiles.Core.Conditions;
using Profiles.Core.Experiments.Bucketing;
using Profiles.Core.Experiments.Flags;

namespace Profiles.Core.Tests.Experiments;

/// <summary>The cases of GrowthBook's SDKs about bucketing and evaluation.</summary>
public sealed class GrowthBookCasesTests
{
    private static readonly (string Section, int Cases)[] Sections =
    [
        ("hash", 15), ("getBucketRange", 13), ("chooseVariation", 13), ("getQueryStringOverride", 16),
        ("inNamespace", 16), ("getEqualWeights", 6), ("feature", 55), ("run", 73), ("stickyBucket", 13),
        ("decrypt", 10), ("urlRedirect", 4), ("contextualBandit", 35),
    ];

    public static TheoryData<int, string> Cases(string section) => GrowthBookCases.Of(section);

    [Fact]
    public void Cases_WhenTheFileIsThere_AreAsManyAsAreChecked()
    {
        Assert.SkipUnless(GrowthBookCases.AreThere, "../shared/data/growthbook/cases.json is not on this machine.");
        foreach (var (section, cases) in Sections) Assert.Equal(cases, GrowthBookCases.Count(section));
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases), "hash")]
    public void Hash_WhenGivenACase_AnswersAsTheSdks(int index, string name)
    {
        var item = GrowthBookCases.Get("hash", index);
        var bucket = new BucketSeed(name, item[2].GetInt32()).BucketOf(item[1].GetString());
        Assert.Equal(item[3].ValueKind == JsonValueKind.Null ? double.NaN : item[3].GetDouble(), bucket);
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases), "getBucketRange")]
    public void BucketRanges_WhenGivenACase_AnswerAsTheSdks(int index, string name)
    {
        var item = GrowthBookCases.Get("getBucketRange", index);
        var weights = item[1][2].ValueKind == JsonValueKind.Null ? default : PayloadReading.NumbersOf(item[1][2]);
        var ranges = BucketRanges.Of(item[1][0].GetInt32(), item[1][1].GetDouble(), weights);
        AssertNear(PayloadReading.RangesOf(item[2]), ranges, name);
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases), "chooseVariation")]
    public void Choose_WhenGivenACase_AnswersAsTheSdks(int index, string name)
    {
        var item = GrowthBookCases.Get("chooseVariation", index);
        var chosen = BucketRanges.Choose(item[1].GetDouble(), PayloadReading.RangesOf(item[2]));
        Assert.True(item[3].GetInt32() == chosen, name);
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases), "getQueryStringOverride")]
    public void UrlOverride_WhenGivenACase_AnswersAsTheSdks(int index, string name)
    {
        var item = GrowthBookCases.Get("getQueryStringOverride", index);
        var variant = UrlOverride.Find(item[1].GetString()!, item[2].GetString(), item[3].GetInt32());
        int? expected = item[4].ValueKind == JsonValueKind.Null ? null : item[4].GetInt32();
        Assert.True(expected == variant, name);
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases), "inNamespace")]
    public void Namespace_WhenGivenACase_AnswersAsTheSdks(int index, string name)
    {
        var item = GrowthBookCases.Get("inNamespace", index);
        var range = new BucketRange(item[2][1].GetDouble(), item[2][2].GetDouble());
        var part = BucketFilter.Namespace(item[2][0].GetString()!, range);
        Assert.True(item[3].GetBoolean() == part.Includes(part.Seed.BucketOf(item[1].GetString())), name);
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases), "getEqualWeights")]
    public void EqualWeights_WhenGivenACase_AnswerAsTheSdks(int index, string name)
    {
        var item = GrowthBookCases.Get("getEqualWeights", index);
        var weights = BucketRanges.EqualWeights(int.Parse(name, null));
        Assert.Equal(PayloadReading.NumbersOf(item[1]).Length, weights.Length);
        foreach (var (expected, actual) in PayloadReading.NumbersOf(item[1]).Zip(weights))
            Assert.Equal(expected, actual, 8);
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases), "decrypt")]
    public void Decrypt_WhenGivenACase_AnswersAsTheSdks(int index, string name)
    {
        var item = GrowthBookCases.Get("decrypt", index);
        var text = PayloadCipher.Decrypt(item[1].GetString()!, item[2].GetString()!);
        Assert.True(item[3].GetString() == text, name);
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases), "feature")]
    public void Flag_WhenGivenACase_AnswersAsTheSdks(int index, string name) => AssertFlag("feature", index, name);

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases), "contextualBandit")]
    public void Bandit_WhenGivenACase_AnswersAsTheSdks(int index, string name) =>
        AssertFlag("contextualBandit", index, name);

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases), "run")]
    public void Run_WhenGivenACase_AnswersAsTheSdks(int index, string name)
    {
        var item = GrowthBookCases.Get("run", index);
        var plan = FlagPlan.Of(item[1]);
        var result = plan.Run(plan.ReadExperiment(item[2]), GrowthBookCases.ContextOf(item[1]));
        GrowthBookCases.AssertSame(item[3], result.Value.ToString());
        Assert.True(item[4].GetBoolean() == result.IsInExperiment, name);
        Assert.True(item[5].GetBoolean() == result.IsHashUsed, name);
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases), "stickyBucket")]
    public void Sticky_WhenGivenACase_AnswersAndKeepsAsTheSdks(int index, string name)
    {
        var item = GrowthBookCases.Get("stickyBucket", index);
        var context = GrowthBookCases.ContextOf(item[1]);
        var sticky = new StickyDocuments();
        foreach (var document in item[2].EnumerateArray())
            if (IsOfUnit(document, context.Attributes)) sticky.Add(document);
        context = new FlagContext(context.Attributes) { Sticky = sticky, Exposures = sticky };

        var assigned = FlagPlan.Of(item[1]).Evaluate(item[3].GetString()!, in context).Experiment;

        if (item[4].ValueKind == JsonValueKind.Null) Assert.True(assigned.Experiment is null, name);
        else GrowthBookCases.AssertSame(item[4], GrowthBookCases.Write(writer => FlagJson.Write(writer, in assigned)));
        GrowthBookCases.AssertSame(item[5], GrowthBookCases.Write(sticky.WriteTo));
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases), "urlRedirect")]
    public void Redirect_WhenGivenACase_GoesWhereTheSdksGo(int index, string name)
    {
        var item = GrowthBookCases.Get("urlRedirect", index);
        var exposures = new KeptExposures();
        var context = GrowthBookCases.ContextOf(item[1]);
        context = new FlagContext(context.Attributes) { Url = context.Url, Exposures = exposures };

        Assert.True(FlagPlan.Of(item[1]).TryRedirect(in context, out var url), name);

        var expected = Assert.Single(item[2].EnumerateArray());
        var met = Assert.Single(exposures.Results);
        Assert.Equal(expected.GetProperty("inExperiment").GetBoolean(), met.IsInExperiment);
        Assert.Equal(
            expected.GetProperty("urlRedirect").GetString(),
            ((AttributeValue.Text)met.Value.Value.Find("urlRedirect")).Value);
        Assert.Equal(expected.GetProperty("urlWithParams").GetString(), url);
    }

    private static void AssertFlag(string section, int index, string name)
    {
        var item = GrowthBookCases.Get(section, index);
        var result = FlagPlan.Of(item[1]).Evaluate(item[2].GetString()!, GrowthBookCases.ContextOf(item[1]));
        Assert.False(string.IsNullOrEmpty(name));
        GrowthBookCases.AssertSame(item[3], GrowthBookCases.Write(writer => FlagJson.Write(writer, in result)));
    }

    // The SDK loads what is kept of the units that the attributes name, and nothing else.
    private static bool IsOfUnit(JsonElement document, IAttributes attributes) =>
        attributes.Find(document.GetProperty("attributeName").GetString()!) is AttributeValue.Text unit
        && unit.Value == document.GetProperty("attributeValue").GetString();

    private static void AssertNear(
        IReadOnlyList<BucketRange> expected, IReadOnlyList<BucketRange> actual, string name)
    {
        Assert.True(expected.Count == actual.Count, name);
        foreach (var (left, right) in expected.Zip(actual))
        {
            Assert.Equal(left.Start, right.Start, 8);
            Assert.Equal(left.End, right.End, 8);
        }
    }

    private sealed class KeptExposures : IExposureObserver
    {
        public List<ExperimentResult> Results { get; } = [];

        public void OnExposed(in ExperimentResult result) => Results.Add(result);
    }
}
