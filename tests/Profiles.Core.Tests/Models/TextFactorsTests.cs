using Profiles.Core.Events;
using Profiles.Core.Folding;
using Profiles.Core.Models;
using Profiles.Core.Ranking;
using Profiles.Core.Tests.Ranking;
using Profiles.Core.Trends;

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
    public void TopByFactors_WhenAContentHasATextFactor_FindsItToo()
    {
        var model = Create(TextFactors.Write(Ids, 8, Factors));
        var contents = SomeModel.Catalogue([]);
        var moment = new RankingMoment(model, contents, TrendSnapshot.Empty(contents.Numbers));
        var profile = new Profile();
        ProfileFold.Apply(
            profile,
            new ViewingEvent
            {
                Id = "1", UserId = "u", Type = ViewingEventType.Complete, ContentId = "c", OccurredAtUnixMs = 1,
            },
            null);
        var viewer = new Viewer(model);
        viewer.Follow(profile);
        var numbers = new int[4];

        Assert.Equal(4, Scorer.TopByFactors(viewer, moment, numbers));
        Assert.Equal(["é", "c", "b", "a"], numbers.Select(contents.Numbers.IdOf));
        Assert.Equal(0, Scorer.TopByFactors(viewer, moment, []));
        Assert.Equal("é", contents.Numbers.IdOf(Scorer.Similar(moment, numbers[1], 1).Single().Number));
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
        [.. Enumerable.Range(0, 16).Select(i => i / 8f)],
        [.. Enumerable.Range(0, 64).Select(i => i % 9 == 0 ? 1f : 0)],
        new Dictionary<LinkKind, byte[]> { [LinkKind.Transitions] = ItemLinks.Write([0, 1, 1], [1], [1]) },
        new RankerWeights(
            new float[RankingSignals.Count * ContextFeatures.Count], new float[RankingSignals.Count]), text).Open();
}
