using Microsoft.Extensions.Logging.Abstractions;
using Profiles.Storage.States;

namespace Profiles.Storage.Tests.States;

public sealed class PartitionStateStoreTests : PartitionStateStoreConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private PartitionStateOptions _options = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_WhenReopened_HasWhatWasCommittedAndNothingElse(bool withoutHints)
    {
        await using (var store = OpenStore())
        {
            Stage(store, "a", "one");
            Stage(store, "b", "two");
            await store.CommitAsync(10);
            Stage(store, "a", "lost");
            Stage(store, "c", "lost");
            store.StageDelete("b");
        }

        if (withoutHints)
            DeleteHints();
        await using var again = OpenStore();
        Assert.Equal("one", Read(again, "a"));
        Assert.Equal("two", Read(again, "b"));
        Assert.Null(Read(again, "c"));
        Assert.Equal(2, again.Count);
        Assert.Equal(10, again.CommittedPosition);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_WhenManyFilesWereWrittenAndCompacted_HasTheNewestOfEachKey(bool withoutHints)
    {
        _options = new PartitionStateOptions { FileBytes = 64 << 10, FlushBytes = 4 << 10, CompactionSlackBytes = 0 };
        var random = new Random(7);
        var expected = new Dictionary<string, string>();
        for (var session = 0; session < 3; session++)
        {
            await using var store = OpenStore();
            Assert.Equal(expected.Count, store.Count);
            for (var round = 0; round < 60; round++)
            {
                for (var i = 0; i < 100; i++)
                    Change(store, expected, random, round);
                await store.CommitAsync(session * 1000 + round);
            }

            Assert.All(expected, state => Assert.Equal(state.Value, Read(store, state.Key)));
        }

        if (withoutHints)
            DeleteHints();
        await using var last = OpenStore();
        Assert.Equal(2059, last.CommittedPosition);
        Assert.Equal(expected.Count, last.Count);
        Assert.All(expected, state => Assert.Equal(state.Value, Read(last, state.Key)));
        Assert.Equal(expected.Keys.Order(), last.Enumerate().Select(state => state.Key).Order());
    }

    [Fact]
    public async Task Commit_WhenStatesAreOverwrittenAgainAndAgain_CompactsToTwiceTheLiveBytes()
    {
        _options = new PartitionStateOptions
        {
            FileBytes = 64 << 10, FlushBytes = 4 << 10, CompactionSlackBytes = 64 << 10,
        };
        await using var store = OpenStore();
        for (var key = 0; key < 300; key++)
            Stage(store, $"cold {key}", new string('c', 1000));
        for (var round = 0; round < 200; round++)
        {
            for (var key = 0; key < 100; key++)
                Stage(store, $"{key}", new string('x', 500));
            await store.CommitAsync(round);
        }

        for (var round = 200; store.Bytes > 2 * store.LiveBytes + (256 << 10); round++)
        {
            await Task.Yield();
            await store.CommitAsync(round);
            Assert.True(round < 100_000, "Compaction does not get there.");
        }

        Assert.Equal(400, store.Count);
        Assert.Equal(new string('c', 1000), Read(store, "cold 299"));
    }

    [Fact]
    public async Task Commit_WhenNothingChanged_WritesNothing()
    {
        await using var store = OpenStore();
        Stage(store, "a", "one");
        await store.CommitAsync(3);
        var bytes = store.Bytes;
        await store.CommitAsync(3);
        Assert.Equal(bytes, store.Bytes);
    }

    [Fact]
    public async Task Open_WhenAFinishedFileIsCut_IsRefusedByName()
    {
        _options = new PartitionStateOptions { FileBytes = 64 << 10, FlushBytes = 4 << 10 };
        await using (var store = OpenStore())
        {
            for (var round = 0; round < 5; round++)
            {
                Stage(store, $"{round}", new string('x', 70_000));
                await store.CommitAsync(round);
            }
        }

        DeleteHints();
        var first = Directory.GetFiles(_folder.Path, "*.state").Order().First();
        using (var file = File.OpenWrite(first))
            file.SetLength(file.Length - 8);
        var fault = Assert.Throws<StorageCorruptException>(OpenStore);
        Assert.Equal(first, fault.File);
    }

    protected override IPartitionStateStore Open() => OpenStore();

    private static void Change(
        PartitionStateStore store, Dictionary<string, string> expected, Random random, int round)
    {
        var key = $"key {random.Next(300)}";
        if (random.Next(5) == 0)
        {
            store.StageDelete(key);
            expected.Remove(key);
            return;
        }

        var value = $"{round} " + new string('x', random.Next(400));
        Stage(store, key, value);
        expected[key] = value;
    }

    private PartitionStateStore OpenStore() =>
        PartitionStateStore.Open(_folder.Path, 1, _options, NullLogger.Instance);

    private void DeleteHints()
    {
        foreach (var hint in Directory.GetFiles(_folder.Path, "*.hint"))
            File.Delete(hint);
    }
}
