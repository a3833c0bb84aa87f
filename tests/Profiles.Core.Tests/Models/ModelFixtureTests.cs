using Profiles.Core.Models;
using Profiles.Core.Ranking;

namespace Profiles.Core.Tests.Models;

/// <summary>
/// A model version of format 1. Frozen: a build that reads it otherwise needs a new format, and this fixture stays.
/// </summary>
public sealed class ModelFixtureTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "model-v1");

    [Fact]
    public void Read_WhenOfFormat1_GivesWhatWasWritten()
    {
        var model = Read();

        Assert.Equal(["007", "a", "b", "é"], model.Items);
        Assert.Equal(8, model.Dimensions);
        Assert.Equal(Enumerable.Range(0, 32).Select(i => (i * 7 % 13 - 6) / 8f), model.Factors.ToArray());
        Assert.Equal(0.5f + 3 / 16f, model.Gram[27]);
        Assert.Equal([1, 3], model.LinksOf(LinkKind.Transitions)!.TargetsOf(0).ToArray());
        Assert.Equal([0.5f, 0.25f], model.LinksOf(LinkKind.Transitions)!.WeightsOf(0).ToArray());
        Assert.Equal([2], model.LinksOf(LinkKind.SameSession)!.TargetsOf(1).ToArray());
        Assert.Null(model.LinksOf(LinkKind.CoWatched));
        Assert.Equal(new LinkUse(0.7f, 50), model.UseOf(LinkKind.Transitions));
        Assert.Equal(0.9f, model.FoldIn.Decay);
    }

    [Fact]
    public void Read_WhenOfFormat1_GivesItsWeightsByName()
    {
        var weights = Read().Weights;

        Assert.Equal(0.75f, weights[RankingSignal.Trend1Day, ContextFeature.Always]);
        Assert.Equal(-0.25f, weights[RankingSignal.Trend1Day, ContextFeature.GapMinutes]);
        Assert.Equal(1.5f, weights[RankingSignal.Factors, ContextFeature.Always]);
        Assert.Equal(0.125f, weights[RankingSignal.GenreTaste, ContextFeature.HistoryLength]);
        Assert.Equal(4, weights.Values.ToArray().Count(weight => weight != 0));
        Assert.Equal(-2.5f, weights.Means[(int)RankingSignal.Trend1Day]);
        Assert.Equal(0.5f, weights.GenreShares["Comédie"]);
    }

    [Fact]
    public void Read_WhenOfFormat1_GivesItsManifest()
    {
        var manifest = Read().Manifest;

        Assert.Equal("fixture-1", manifest.Version);
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero), manifest.CreatedAt);
        Assert.Equal("1.0.0", manifest.CodeVersion);
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), manifest.DataFrom);
        Assert.Equal(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), manifest.DataTo);
        Assert.Equal(1234, manifest.Events);
        Assert.Equal([400L, 834L], manifest.Positions);
        Assert.Equal(0.16, manifest.Metrics["ndcg@10"]);
    }

    private static RankingModel Read()
    {
        var manifest = ModelManifest.Read(File.ReadAllBytes(Path.Combine(Folder, ModelManifest.FileName)));
        return RankingModel.Read(manifest, manifest.Files.ToDictionary(
            file => file.Name, file => (ReadOnlyMemory<byte>)File.ReadAllBytes(Path.Combine(Folder, file.Name))));
    }
}
