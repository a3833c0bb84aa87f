using Profiles.Core.Models;
using Profiles.Core.Ranking;
using Profiles.Storage.Models;

namespace Profiles.Streaming.Tests;

/// <summary>A version of the model with factors and links of made-up numbers, for the contents c0 to c9.</summary>
internal static class SmallModel
{
    public const string Version = "small-1";

    private const int Items = 10;
    private const int Dimensions = 8;

    /// <summary>Lets it serve from the next start on.</summary>
    public static RankingModel Promote(string dataPath)
    {
        var store = new ModelFolder(ModelFolder.FolderOf(dataPath));
        store.Write(Artefact());
        Assert.True(store.Promote(Version).IsDone);
        return store.OpenCurrent();
    }

    public static ModelArtefact Artefact()
    {
        var factors = new float[Items * Dimensions];
        for (var i = 0; i < factors.Length; i++) factors[i] = ((i * 37 % 19) - 9) / 10f;
        var gram = new float[Dimensions * Dimensions];
        for (var i = 0; i < Dimensions; i++) gram[i * (Dimensions + 1)] = 1;
        var weights = new float[RankingSignals.Count * ContextFeatures.Count];
        for (var i = 0; i < weights.Length; i++) weights[i] = ((i * 31 % 17) - 8) / 16f;
        return ModelArtefact.Create(
            new ModelManifest { Version = Version, CreatedAt = DateTimeOffset.UnixEpoch },
            [.. Enumerable.Range(0, Items).Select(n => $"c{n}")], factors, gram,
            new Dictionary<LinkKind, byte[]> { [LinkKind.Transitions] = Links() },
            new RankerWeights(weights, new float[RankingSignals.Count]));
    }

    /// <summary>From each item to the next two.</summary>
    private static byte[] Links()
    {
        int[] starts = [.. Enumerable.Range(0, Items + 1).Select(row => row * 2)];
        int[] targets = [.. Enumerable.Range(0, Items).SelectMany(
            row => (int[])[(row + 1) % Items, (row + 2) % Items]).ToArray()];
        for (var row = 0; row < Items; row++) Array.Sort(targets, row * 2, 2);
        return ItemLinks.Write(starts, targets, [.. targets.Select(target => 1f / (target + 2))]);
    }
}
