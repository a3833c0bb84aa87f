using System.Buffers;
using System.Text;
using Profiles.Storage.States;

namespace Profiles.Storage.Tests.States;

/// <summary>What every state store does. A store's own test class derives from this one.</summary>
public abstract class PartitionStateStoreConformance
{
    [Fact]
    public async Task TryRead_WhenNothingWasStaged_FindsNothing()
    {
        await using var store = Open();
        Assert.Null(Read(store, "a"));
        Assert.Equal(0, store.Count);
        Assert.Equal(0, store.CommittedPosition);
    }

    [Fact]
    public async Task TryRead_WhenStagedButNotCommitted_SeesTheState()
    {
        await using var store = Open();
        Stage(store, "a", "one");
        Assert.Equal("one", Read(store, "a"));
        Assert.Equal(1, store.Count);
        Assert.Equal(0, store.CommittedPosition);
    }

    [Fact]
    public async Task TryRead_WhenStagedAgain_SeesTheNewestState()
    {
        await using var store = Open();
        Stage(store, "a", "one");
        await store.CommitAsync(5);
        Stage(store, "a", "two");
        Assert.Equal("two", Read(store, "a"));
        Assert.Equal(1, store.Count);
        Assert.Equal(5, store.CommittedPosition);
    }

    [Fact]
    public async Task StageDelete_WhenTheKeyHasAState_RemovesIt()
    {
        await using var store = Open();
        Stage(store, "a", "one");
        Stage(store, "b", "two");
        await store.CommitAsync(1);
        store.StageDelete("a");
        Assert.Null(Read(store, "a"));
        await store.CommitAsync(2);
        Assert.Null(Read(store, "a"));
        Assert.Equal("two", Read(store, "b"));
        Assert.Equal(1, store.Count);
    }

    [Fact]
    public async Task StageDelete_WhenTheKeyIsUnknown_ChangesNothing()
    {
        await using var store = Open();
        store.StageDelete("a");
        await store.CommitAsync(1);
        Assert.Equal(0, store.Count);
    }

    [Fact]
    public async Task TryRead_WhenStatesAreEmptyOrLarge_ReturnsThemWhole()
    {
        await using var store = Open();
        var large = new string('x', 3_000_000);
        Stage(store, "empty", "");
        Stage(store, "large", large);
        Stage(store, new string('k', 2000) + "ключ", "long key");
        await store.CommitAsync(1);
        Assert.Equal("", Read(store, "empty"));
        Assert.Equal(large, Read(store, "large"));
        Assert.Equal("long key", Read(store, new string('k', 2000) + "ключ"));
    }

    [Fact]
    public async Task Enumerate_WhenSomeAreStagedOnly_YieldsEveryKeyOnce()
    {
        await using var store = Open();
        for (var i = 0; i < 500; i++)
            Stage(store, $"key {i}", $"old {i}");
        await store.CommitAsync(1);
        for (var i = 0; i < 500; i += 2)
            Stage(store, $"key {i}", $"new {i}");
        store.StageDelete("key 7");
        var found = store.Enumerate().ToDictionary(
            state => state.Key, state => Encoding.UTF8.GetString(state.Value.Span));
        Assert.Equal(499, found.Count);
        Assert.Equal("new 8", found["key 8"]);
        Assert.Equal("old 9", found["key 9"]);
    }

    [Fact]
    public async Task Stage_WhenManyThreadsStageAndCommit_KeepsTheLastOfEach()
    {
        await using var store = Open();
        var workers = Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; i < 2000; i++)
            {
                Stage(store, $"{worker}/{i % 100}", $"{i}");
                if (i % 200 == 0)
                    await store.CommitAsync(i);
                Assert.Equal($"{i}", Read(store, $"{worker}/{i % 100}"));
            }
        }));
        await Task.WhenAll(workers);
        Assert.Equal(400, store.Count);
        Assert.Equal("1999", Read(store, "3/99"));
    }

    protected abstract IPartitionStateStore Open();

    protected static void Stage(IPartitionStateStore store, string key, string state) =>
        store.Stage(key, Encoding.UTF8.GetBytes(state));

    protected static string? Read(IPartitionStateStore store, string key)
    {
        var state = new ArrayBufferWriter<byte>();
        return store.TryRead(key, state) ? Encoding.UTF8.GetString(state.WrittenSpan) : null;
    }
}
