using Profiles.Core.Models;
using Profiles.Storage.Models;

namespace Profiles.Storage.Tests.Models;

public sealed class ModelFolderTests : ModelStoreConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ModelFolder _store;

    public ModelFolderTests() => _store = new ModelFolder(ModelFolder.FolderOf(_folder.Path));

    public void Dispose() => _folder.Dispose();

    protected override ModelStore Open() => new ModelFolder(_store.Folder);

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

    private void Damage(string version, string name)
    {
        var path = Path.Combine(_store.Folder, version, name);
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.Delete(path);
        File.WriteAllBytes(path, bytes);
    }
}
