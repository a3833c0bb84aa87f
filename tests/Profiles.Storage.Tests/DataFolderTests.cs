namespace Profiles.Storage.Tests;

public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_WhenTheFolderIsNew_RemembersItsPartitions()
    {
        using (var created = DataFolder.Open(_folder.Combine("data"), _time, partitions: 7))
            Assert.Equal(7, created.Partitions);
        using var again = DataFolder.Open(_folder.Combine("data"), _time, partitions: 3);
        Assert.Equal(7, again.Partitions);
        Assert.Equal(_time.GetUtcNow(), again.Manifest.CreatedAt);
        Assert.EndsWith(Path.Combine("partitions", "06", "log"), again.LogOf(6), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_WhenItIsHeld_NamesFolderAndProcess()
    {
        using var held = DataFolder.Open(_folder.Path, _time);
        var refused = Assert.Throws<DataFolderInUseException>(() => DataFolder.Open(_folder.Path, _time));
        Assert.Equal(_folder.Path, refused.Folder);
        Assert.Equal(Environment.ProcessId, refused.ProcessId);
    }

    [Fact]
    public void Open_WhenTheHolderIsGone_Succeeds()
    {
        DataFolder.Open(_folder.Path, _time).Dispose();
        DataFolder.Open(_folder.Path, _time).Dispose();
    }

    [Fact]
    public void Open_WhenTheFormatIsNewer_IsRefusedByName()
    {
        File.WriteAllText(_folder.Combine("manifest.json"), """{"formatVersion":2,"partitions":4}""");
        var refused = Assert.Throws<UnsupportedFormatException>(() => DataFolder.Open(_folder.Path, _time));
        Assert.Equal(2, refused.FoundVersion);
        Assert.Equal(_folder.Combine("manifest.json"), refused.File);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    public void Open_WhenTheManifestIsDamaged_IsRefusedByName(string manifest)
    {
        File.WriteAllText(_folder.Combine("manifest.json"), manifest);
        var refused = Assert.Throws<StorageCorruptException>(() => DataFolder.Open(_folder.Path, _time));
        Assert.Equal(_folder.Combine("manifest.json"), refused.File);
    }
}
