using Profiles.Core.Models;
using Profiles.Storage.Models;

namespace Profiles.Storage.Tests.Models;

public sealed class ModelStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ModelStore _store;

    public ModelStoreTests() => _store = new ModelStore(ModelStore.FolderOf(_folder.Path));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_WhenWritten_GivesTheModel()
    {
        _store.Write(Artefact("one", 0.2));

        var model = _store.Open("one");

        Assert.Equal("one", model.Version);
        Assert.Equal(["a", "b", "c"], model.Items);
        Assert.Equal(Factors, model.Factors.ToArray());
        Assert.Equal(new[] { 2 }, model.LinksOf(LinkKind.Transitions)!.TargetsOf(0).ToArray());
        GC.KeepAlive(model);
    }

    [Fact]
    public void OpenCurrent_WhenNothingServes_IsUntrained()
    {
        Assert.Same(RankingModel.Untrained, _store.OpenCurrent());
        Assert.Empty(_store.List());
        Assert.False(_store.Rollback().IsDone);
    }

    [Fact]
    public void Promote_WhenMetricsAreNoWorse_Serves()
    {
        _store.Write(Artefact("one", 0.2));
        _store.Write(Artefact("two", 0.2));

        Assert.True(_store.Promote("one").IsDone);
        Assert.True(_store.Promote("two").IsDone);
        Assert.Equal("two", _store.OpenCurrent().Version);
        Assert.Equal(["one"], _store.ReadStates().Previous);
        Assert.Equal("two", new ModelStore(_store.Folder).ReadStates().Current);
    }

    [Theory]
    [InlineData(0.19)]
    [InlineData(null)]
    public void Promote_WhenAMetricFallsBelowTheCurrentOnes_IsRefusedUnlessForced(double? metric)
    {
        _store.Write(Artefact("one", 0.2));
        _store.Write(Artefact("two", metric));
        _store.Promote("one");

        var refused = _store.Promote("two");

        Assert.False(refused.IsDone);
        Assert.Contains("hr@10", refused.Reason, StringComparison.Ordinal);
        Assert.Equal("one", _store.ReadStates().Current);
        Assert.True(_store.Promote("two", isForced: true).IsDone);
        Assert.Equal("two", _store.ReadStates().Current);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("../one")]
    [InlineData("")]
    public void Promote_WhenThereIsNoSuchVersion_IsRefusedEvenByForce(string version)
    {
        _store.Write(Artefact("one", 0.2));

        Assert.False(_store.Promote(version, isForced: true).IsDone);
        Assert.Null(_store.ReadStates().Current);
    }

    [Fact]
    public void Promote_WhenTheCurrentOneIsDamaged_NeedsNoBetterMetrics()
    {
        _store.Write(Artefact("one", 0.2));
        _store.Write(Artefact("two", 0.1));
        _store.Promote("one");
        File.Delete(Path.Combine(_store.Folder, "one", ModelManifest.FileName));

        Assert.True(_store.Promote("two").IsDone);
    }

    [Fact]
    public void Rollback_WhenVersionsServedBefore_GoesBackThroughThem()
    {
        foreach (var version in new[] { "one", "two", "three" })
        {
            _store.Write(Artefact(version, 0.2));
            _store.Promote(version);
        }

        Assert.Equal("two", _store.Rollback().States.Current);
        Assert.Equal("one", _store.Rollback().States.Current);
        Assert.False(_store.Rollback().IsDone);
        Assert.Equal("one", _store.ReadStates().Current);
    }

    [Fact]
    public void Rollback_WhenTheOneBeforeIsDamaged_GoesToTheOneBeforeThat()
    {
        foreach (var version in new[] { "one", "two", "three" })
        {
            _store.Write(Artefact(version, 0.2));
            _store.Promote(version);
        }

        Damage("two", ModelFileNames.Gram);

        Assert.Equal("one", _store.Rollback().States.Current);
    }

    [Theory]
    [InlineData(ModelFileNames.Items)]
    [InlineData(ModelFileNames.Factors)]
    [InlineData(ModelFileNames.Gram)]
    [InlineData(ModelFileNames.Ranker)]
    [InlineData("transitions.bin")]
    public void Open_WhenAFileIsDamagedOrMissing_IsRefusedByName(string name)
    {
        _store.Write(Artefact("one", 0.2));
        Damage("one", name);

        var damaged = Assert.Throws<ModelRefusedException>(() => _store.Open("one"));
        Assert.Equal(ModelRefusedException.DamagedFile, damaged.Code);
        Assert.Contains(name, damaged.Reason, StringComparison.Ordinal);

        File.Delete(Path.Combine(_store.Folder, "one", name));
        var missing = Assert.Throws<ModelRefusedException>(() => _store.Open("one"));
        Assert.Equal(ModelRefusedException.MissingFile, missing.Code);
        Assert.Contains(name, missing.Reason, StringComparison.Ordinal);
        Assert.False(_store.Promote("one", isForced: true).IsDone);
    }

    [Fact]
    public void Open_WhenTheFolderHoldsAnotherVersion_IsRefused()
    {
        _store.Write(Artefact("one", 0.2));
        Directory.Move(Path.Combine(_store.Folder, "one"), Path.Combine(_store.Folder, "two"));

        var refusal = Assert.Throws<ModelRefusedException>(() => _store.Open("two"));
        Assert.Equal(ModelRefusedException.MismatchedVersion, refusal.Code);
        Assert.Same(refusal.Code, Assert.Single(_store.List()).Refusal!.Code);
    }

    [Fact]
    public void Open_WhenItWasDeletedMeanwhile_GoesOnReading()
    {
        _store.Write(Artefact("one", 0.2));
        var model = _store.Open("one");
        Directory.Delete(Path.Combine(_store.Folder, "one"), recursive: true);
        GC.Collect();
        GC.WaitForPendingFinalizers();

        Assert.Equal(Factors, model.Factors.ToArray());
        GC.KeepAlive(model);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"current\":\"../x\",\"previous\":[]}")]
    [InlineData("{\"previous\":null}")]
    public void ReadStates_WhenTheFileIsDamaged_SaysSo(string text)
    {
        Directory.CreateDirectory(_store.Folder);
        File.WriteAllText(_store.StatesFile, text);

        Assert.Throws<StorageCorruptException>(() => _store.ReadStates());
    }

    [Fact]
    public void ReadStates_WhenANewerReleaseWroteThem_SaysSo()
    {
        Directory.CreateDirectory(_store.Folder);
        File.WriteAllText(_store.StatesFile, "{\"formatVersion\":2,\"previous\":[]}");

        Assert.Throws<UnsupportedFormatException>(() => _store.ReadStates());
    }

    [Fact]
    public void Write_WhenTheVersionExists_IsRefusedAndLeftAlone()
    {
        _store.Write(Artefact("one", 0.2));

        Assert.Throws<IOException>(() => _store.Write(Artefact("one", 0.3)));
        Assert.Equal(0.2, _store.Open("one").Manifest.Metrics["hr@10"]);
    }

    [Fact]
    public void Write_WhenMoreThanTheMostVersions_DropsTheOldestButNotWhatServes()
    {
        for (var i = 0; i < ModelStore.MaxVersions; i++) _store.Write(Artefact($"v{i:D2}", 0.2, i));
        _store.Promote("v00");
        _store.Write(Artefact("w1", 0.2, 100));
        _store.Write(Artefact("w2", 0.2, 101));

        var versions = _store.List().Select(version => version.Version).ToList();
        Assert.Equal("w2", versions[0]);
        Assert.Contains("v00", versions);
        Assert.DoesNotContain("v01", versions);
    }

    [Fact]
    public void SetShadow_WhenItCanBeOpened_IsKept()
    {
        _store.Write(Artefact("one", 0.2));

        Assert.False(_store.SetShadow("none").IsDone);
        Assert.Equal("one", _store.SetShadow("one").States.Shadow);
        Assert.Null(_store.SetShadow(null).States.Shadow);
    }

    private static float[] Factors { get; } = [.. Enumerable.Range(0, 24).Select(i => i / 7f)];

    private static ModelArtefact Artefact(string version, double? metric, int minute = 0)
    {
        var gram = new float[64];
        for (var i = 0; i < 8; i++) gram[i * 9] = 2;
        return ModelArtefact.Create(
            new ModelManifest
            {
                Version = version,
                CreatedAt = new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero).AddMinutes(minute),
                Metrics = metric is { } value
                    ? new Dictionary<string, double> { ["hr@10"] = value }
                    : new Dictionary<string, double>(),
            },
            ["a", "b", "c"], Factors, gram,
            new Dictionary<LinkKind, byte[]>
            {
                [LinkKind.Transitions] = ItemLinks.Write([0, 1, 1, 1], [2], [0.5f]),
            },
            RankingModel.Untrained.Weights);
    }

    private void Damage(string version, string name)
    {
        var path = Path.Combine(_store.Folder, version, name);
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.Delete(path);
        File.WriteAllBytes(path, bytes);
    }
}
