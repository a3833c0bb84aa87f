using Profiles.Core.Models;
using Profiles.Core.Ranking;

namespace Profiles.Core.Tests.Models;

public sealed class TextFactorsTests
{
    private static readonly string[] Ids = ["b", "é"];
    private static readonly float[] Factors = [.. Enumerable.Range(0, 16).Select(i => i / 4f)];

    [Fact]
    public void Model_WhenItHasTextFactors_HasRowsForThemWithoutLinks()
    {
        var model = Create(TextFactors.Write(Ids, 8, Factors));

        Assert.Equal(["a", "c", "b", "é"], model.Items);
        Assert.Equal(2, model.LearntItems);
        Assert.Equal(3, model.RowOf("é"));
        Assert.Equal(Factors[8..], model.FactorOf(3).ToArray());
        Assert.Equal(1, model.FactorOf(1)[0]);
        Assert.Equal([1], model.LinksOf(LinkKind.Transitions)!.TargetsOf(0).ToArray());
        Assert.Equal([], model.LinksOf(LinkKind.Transitions)!.TargetsOf(3).ToArray());
        Assert.Equal([], model.LinksOf(LinkKind.Transitions)!.WeightsOf(2).ToArray());
    }

    [Fact]
    public void Read_WhenDamaged_IsRefusedByName()
    {
        var bytes = TextFactors.Write(Ids, 8, Factors);

        AssertDamaged(() => Create(bytes[..^1]), "it ends within id 1");
        AssertDamaged(() => Create([.. bytes, 0]), "it goes on after its last id");
        AssertDamaged(() => Create(bytes[..4]), "it is shorter than its header");
        AssertDamaged(() => Create(TextFactors.Write(["é", "b"], 8, Factors)), "'b' follows 'é'");
        AssertDamaged(() => Create(TextFactors.Write(["x"], 16, Factors)), "its factors have 16 dimensions");
        AssertDamaged(() => Create(TextFactors.Write(["a", "b"], 8, Factors)), "names 'a', which items.bin has");
        float[] wrong = [.. Factors[..15], float.NaN];
        AssertDamaged(() => Create(TextFactors.Write(Ids, 8, wrong)), "it has a value that is not a number");
    }

    private static void AssertDamaged(Action create, string reason)
    {
        var refusal = Assert.Throws<ModelRefusedException>(create);
        Assert.Equal(ModelRefusedException.DamagedFile, refusal.Code);
        Assert.Contains("text.bin", refusal.Reason, StringComparison.Ordinal);
        Assert.Contains(reason, refusal.Reason, StringComparison.Ordinal);
    }

    private static RankingModel Create(byte[] text) => ModelArtefact.Create(
        new ModelManifest { Version = "v", CreatedAt = DateTimeOffset.UnixEpoch }, ["a", "c"],
        [.. Enumerable.Range(0, 16).Select(i => i / 8f)], new float[64],
        new Dictionary<LinkKind, byte[]> { [LinkKind.Transitions] = ItemLinks.Write([0, 1, 1], [1], [1]) },
        new RankerWeights(
            new float[RankingSignals.Count * ContextFeatures.Count], new float[RankingSignals.Count]), text).Open();
}
