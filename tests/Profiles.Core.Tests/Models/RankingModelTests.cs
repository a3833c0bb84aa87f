using System.Text;
using Profiles.Core.Models;
using Profiles.Core.Ranking;
using Profiles.Core.Simulation;
using Profiles.Core.Tests.Ranking;

namespace Profiles.Core.Tests.Models;

public sealed class RankingModelTests
{
    private static readonly ModelArtefact Artefact = SomeModel.Artefact();

    public static TheoryData<string> FileNames => [.. Artefact.Files.Keys];

    [Fact]
    public void Read_WhenWritten_GivesWhatWasWritten()
    {
        var model = RankingModel.Read(ModelManifest.Read(Artefact.Manifest.Write()), Artefact.Files);

        Assert.Equal("some-1", model.Version);
        Assert.Equal(SomeModel.Items, model.Items.Count);
        Assert.Equal(SomeModel.Dimensions, model.Dimensions);
        Assert.Equal(0.9f, model.FoldIn.Decay);
        Assert.Equal(0.26, model.Manifest.Metrics["hr@10"]);
        Assert.Equal(new[] { 5L, 6L }, model.Manifest.Positions);
        Assert.All(model.Items, (item, row) => Assert.Equal(row, model.RowOf(item)));
        Assert.Equal(-1, model.RowOf("c4000"));
        Assert.Equal(SomeModel.Items, model.LinksOf(LinkKind.TwoHop)!.Rows);
        Assert.Equal(SomeModel.Shared.Weights.Values, model.Weights.Values);
        Assert.Equal(SomeModel.Shared.Weights.Means, model.Weights.Means);
        Assert.Equal(0.3f, model.Weights.GenreShares["genre 1"]);
    }

    [Theory]
    [MemberData(nameof(FileNames))]
    public void Read_WhenAnyByteDiffers_RefusesTheFileByName(string name)
    {
        var damaged = Artefact.Files[name].ToArray();
        damaged[damaged.Length / 2] ^= 1;

        AssertRefused(ModelRefusedException.DamagedFile, name, Artefact.Manifest, With(name, damaged));
        AssertRefused(ModelRefusedException.DamagedFile, name, Artefact.Manifest, With(name, damaged[1..]));
    }

    [Theory]
    [MemberData(nameof(FileNames))]
    public void Read_WhenAFileIsMissing_RefusesItByName(string name) => AssertRefused(
        ModelRefusedException.MissingFile, name, Artefact.Manifest,
        Artefact.Files.Where(file => file.Key != name).ToDictionary());

    [Theory]
    [InlineData(ModelFileNames.Items)]
    [InlineData(ModelFileNames.Factors)]
    [InlineData(ModelFileNames.Gram)]
    [InlineData(ModelFileNames.Ranker)]
    public void Read_WhenTheManifestDoesNotNameWhatAModelHas_RefusesItByName(string name) => AssertRefused(
        ModelRefusedException.MissingFile, name,
        Artefact.Manifest with { Files = [.. Artefact.Manifest.Files.Where(file => file.Name != name)] },
        Artefact.Files);

    [Theory]
    [InlineData("items.bin")]
    [InlineData("factors.bin")]
    [InlineData("transitions.bin")]
    public void Read_WhenFilesAreOfAnotherNumberOfItems_RefusesOneByName(string name) => AssertRefused(
        ModelRefusedException.DamagedFile, name,
        Artefact.Manifest with
        {
            Items = name == "items.bin" ? 41 : 40,
            Dimensions = name == "factors.bin" ? 24 : 16,
            Files = name == "transitions.bin" ? [.. Artefact.Manifest.Files.Select(Shorter)] : Artefact.Manifest.Files,
        },
        With("transitions.bin", ItemLinks.Write([0, 0], [], [])), name != "transitions.bin");

    [Fact]
    public void ReadManifest_WhenOfANewerFormat_IsRefused()
    {
        var json = Encoding.UTF8.GetString(Artefact.Manifest.Write());
        var newer = json.Replace("\"formatVersion\": 1", "\"formatVersion\": 2");

        var refusal = Assert.Throws<ModelRefusedException>(() => ModelManifest.Read(Encoding.UTF8.GetBytes(newer)));
        Assert.Equal(ModelRefusedException.UnsupportedFormat, refusal.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"formatVersion\":\"one\"}")]
    [InlineData("{\"formatVersion\":1}")]
    [InlineData("{\"formatVersion\":1,\"version\":\"../x\",\"createdAt\":\"2026-01-01T00:00:00Z\"}")]
    [InlineData("{\"formatVersion\":1,\"version\":\"x\",\"createdAt\":\"2026-01-01T00:00:00Z\",\"dimensions\":3}")]
    [InlineData("{\"formatVersion\":1,\"version\":\"x\",\"createdAt\":\"2026-01-01T00:00:00Z\",\"items\":-1}")]
    [InlineData("{\"formatVersion\":1,\"version\":\"x\",\"createdAt\":\"2026-01-01T00:00:00Z\",\"files\":[null]}")]
    public void ReadManifest_WhenItIsNone_IsRefused(string json)
    {
        var refusal = Assert.Throws<ModelRefusedException>(() => ModelManifest.Read(Encoding.UTF8.GetBytes(json)));
        Assert.Equal(ModelRefusedException.ManifestUnreadable, refusal.Code);
    }

    [Fact]
    public void ReadWeights_WhenTheyNameWhatThisBuildLacks_AreRefused()
    {
        var json = Encoding.UTF8.GetString(SomeModel.Weights(new SeededChance(1)).Write());

        foreach (var (known, unknown) in new[] { ("\"trend-1d\"", "\"moon\""), ("\"gap-10m\"", "\"tide\"") })
        {
            var refusal = Assert.Throws<ModelRefusedException>(
                () => RankerWeights.Read(Encoding.UTF8.GetBytes(json.Replace(known, unknown))));
            Assert.Equal(ModelRefusedException.UnsupportedFormat, refusal.Code);
            Assert.Contains(unknown.Trim('"'), refusal.Reason);
        }
    }

    [Fact]
    public void ReadWeights_WhenOfFewerSignals_GivesTheOthersNone()
    {
        const string Json = """
            {"context":["gap","always"],"signals":[{"name":"factors","mean":0.5,"weights":[0.25,2]}]}
            """;
        var weights = RankerWeights.Read(Encoding.UTF8.GetBytes(Json));

        Assert.Equal(2, weights[RankingSignal.Factors, ContextFeature.Always]);
        Assert.Equal(0.25f, weights[RankingSignal.Factors, ContextFeature.Gap]);
        Assert.Equal(0.5f, weights.Means[(int)RankingSignal.Factors]);
        Assert.False(weights.Uses(RankingSignal.Trend1Day));
        Assert.Equal(0, weights.ScoreDeviation);
    }

    [Fact]
    public void ReadWeights_WhenTheySayHowFarScoresLieApart_HaveIt()
    {
        var weights = new RankerWeights(
            new float[RankingSignals.Count * ContextFeatures.Count], new float[RankingSignals.Count], null, 2.5f);

        Assert.Equal(2.5f, RankerWeights.Read(weights.Write()).ScoreDeviation);
        Assert.Equal(
            ModelRefusedException.DamagedFile,
            Assert.Throws<ModelRefusedException>(() => RankerWeights.Read(
                """{"context":[],"signals":[],"scoreDeviation":-1}"""u8)).Code);
    }

    [Fact]
    public void ReadWeights_WhenAGenresShareIsNone_AreRefused()
    {
        const string Json = """{"context":[],"signals":[],"genres":{"Drama":0}}""";

        var refusal = Assert.Throws<ModelRefusedException>(() => RankerWeights.Read(Encoding.UTF8.GetBytes(Json)));
        Assert.Equal(ModelRefusedException.DamagedFile, refusal.Code);
    }

    [Fact]
    public void ReadLinks_WhenTheirShapeIsWrong_IsRefused()
    {
        Assert.Throws<InvalidDataException>(() => ItemLinks.Read(new byte[5], 0));
        Assert.Throws<InvalidDataException>(() => ItemLinks.Read(ItemLinks.Write([0, 1, 1], [1], [1]), 3));
        Assert.Throws<InvalidDataException>(() => ItemLinks.Read(ItemLinks.Write([0, 1, 1], [2], [1]), 2));
        Assert.Throws<InvalidDataException>(() => ItemLinks.Read(ItemLinks.Write([0, 2, 2], [1, 1], [1, 1]), 2));
        Assert.Throws<InvalidDataException>(() => ItemLinks.Read(ItemLinks.Write([0, 9, 1], [1], [1]), 2));
        Assert.Throws<InvalidDataException>(() => ItemLinks.Read(ItemLinks.Write([0, 1, 1], [1], [float.NaN]), 2));
        Assert.Equal(1, ItemLinks.Read(ItemLinks.Write([0, 1, 1], [1], [1]), 2).Count);
    }

    [Fact]
    public void Untrained_WhenUsed_HasNoRows()
    {
        Assert.Empty(RankingModel.Untrained.Items);
        Assert.False(RankingModel.Untrained.IsTrained);
        Assert.True(RankingModel.Untrained.Weights.Uses(RankingSignal.ContentAffinity));
    }

    private static ModelFile Shorter(ModelFile file)
    {
        if (file.Name != "transitions.bin") return file;
        var bytes = ItemLinks.Write([0, 0], [], []);
        return new ModelFile(
            file.Name, bytes.Length,
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)));
    }

    private static Dictionary<string, ReadOnlyMemory<byte>> With(string name, byte[] bytes) =>
        new(Artefact.Files) { [name] = bytes };

    private static void AssertRefused(
        string code, string name, ModelManifest manifest, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files,
        bool useOwnFiles = false)
    {
        var refusal = Assert.Throws<ModelRefusedException>(
            () => RankingModel.Read(manifest, useOwnFiles ? Artefact.Files : files));
        Assert.Equal(code, refusal.Code);
        Assert.Contains(name, refusal.Reason);
    }
}
