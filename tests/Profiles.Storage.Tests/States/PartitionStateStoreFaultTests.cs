using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;
using Profiles.Storage.States;

namespace Profiles.Storage.Tests.States;

/// <summary>States and position are durable together or not at all, whatever the disk does.</summary>
public sealed class PartitionStateStoreFaultTests : IDisposable
{
    private static readonly PartitionStateOptions Options = new()
    {
        FileBytes = 64 << 10, FlushBytes = 2 << 10, CompactionSlackBytes = 0, MaxStagedBytes = 1 << 20,
    };

    private readonly TemporaryFolder _folder = new();
    private readonly FaultyFiles _files = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("write")]
    [InlineData("part of a write")]
    [InlineData("flush")]
    [InlineData("create")]
    public async Task Commit_WhenTheDiskRefuses_FailsByNameAndTheNextCommitIncludesEverything(string fault)
    {
        await using (var store = Open(_folder.Path, _files))
        {
            if (fault != "create")
            {
                Stage(store, "a", "old");
                await store.CommitAsync(1);
            }

            Break(fault);
            Stage(store, "a", "one");
            var refused = await Assert.ThrowsAsync<StorageUnavailableException>(() => store.CommitAsync(2));
            Assert.Contains(_folder.Path, refused.Reason, StringComparison.Ordinal);
            Assert.False(store.Health.IsHealthy);
            Assert.Equal("one", Read(store, "a"));
            Assert.True(store.CommittedPosition < 2);
            Stage(store, "b", "two");

            Break(null);
            await store.CommitAsync(3);
            Assert.True(store.Health.IsHealthy);
            Assert.Equal(3, store.CommittedPosition);
        }

        await using var again = Open(_folder.Path, DiskFiles.Instance);
        Assert.Equal(("one", "two", 3L), (Read(again, "a"), Read(again, "b"), again.CommittedPosition));
    }

    [Fact]
    public async Task Stage_WhenTooMuchIsStagedAndTheDiskRefuses_FailsByName()
    {
        await using var store = Open(_folder.Path, _files);
        Break("write");
        Assert.Throws<StorageUnavailableException>(() =>
        {
            for (var i = 0; i < 100; i++)
                Stage(store, $"{i}", new string('x', 100_000));
        });
        Break(null);
        await store.CommitAsync(1);
        Assert.True(store.Count > 5);
    }

    [Fact]
    public async Task Open_WhenTheTailIsCutAtAnyByte_HasTheStatesOfTheLastWholeCommit()
    {
        var commits = await WriteCommitsAsync();
        var file = Assert.Single(Directory.GetFiles(_folder.Path, "*.state"));
        var whole = await File.ReadAllBytesAsync(file);
        for (var length = StateFormat.HeaderBytes; length < whole.Length; length++)
        {
            await File.WriteAllBytesAsync(file, whole[..length]);
            await using (var store = Open(_folder.Path, DiskFiles.Instance))
                AssertIsCommit(store, commits.Last(commit => commit.End <= length));
        }
    }

    [Fact]
    public async Task Open_WhenAnyByteIsDamaged_HasAWholeCommitOrRefusesByName()
    {
        var commits = await WriteCommitsAsync();
        var file = Assert.Single(Directory.GetFiles(_folder.Path, "*.state"));
        var whole = await File.ReadAllBytesAsync(file);
        for (var at = 0; at < whole.Length; at++)
        {
            var damaged = whole.ToArray();
            damaged[at] ^= (byte)(1 << (at % 8));
            await File.WriteAllBytesAsync(file, damaged);
            try
            {
                await using var store = Open(_folder.Path, DiskFiles.Instance);
                Assert.True(at >= commits[^2].End);
                AssertIsCommit(store, commits[^2]);
            }
            catch (StorageCorruptException refused)
            {
                Assert.Equal(file, refused.File);
                Assert.True(refused.Offset <= at);
                Assert.True(at < commits[^2].End);
            }
        }
    }

    [Fact]
    public void Store_WhenPowerIsLostAtAnyMoment_OpensWithAWholeCommitNoOlderThanTheLastAcknowledged() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => LosePowerAsync(seed).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(15));

    [Fact]
    public async Task Open_WhenAStoreThatWasClosedIsCut_RefusesByName()
    {
        await using (var store = Open(_folder.Path, DiskFiles.Instance))
        {
            Stage(store, "a", "one");
            await store.CommitAsync(1);
        }

        var file = Assert.Single(Directory.GetFiles(_folder.Path, "*.state"));
        using (var cut = File.OpenWrite(file))
            cut.SetLength(cut.Length - 1);
        var refused = Assert.Throws<StorageCorruptException>(() => Open(_folder.Path, DiskFiles.Instance));
        Assert.Equal(file, refused.File);
    }

    [Fact]
    public async Task TryRead_WhenAnEntryIsDamaged_RefusesByFileAndOffset()
    {
        await using (var store = Open(_folder.Path, DiskFiles.Instance))
        {
            Stage(store, "a", "one");
            await store.CommitAsync(1);
        }

        var file = Assert.Single(Directory.GetFiles(_folder.Path, "*.state"));
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[StateFormat.HeaderBytes + StateFormat.EntryHeaderBytes + 2] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
        await using var again = Open(_folder.Path, DiskFiles.Instance);
        var refused = Assert.Throws<StorageCorruptException>(() => Read(again, "a"));
        Assert.Equal((file, (long)StateFormat.HeaderBytes), (refused.File, refused.Offset));
    }

    private static async Task LosePowerAsync(int seed)
    {
        var random = new Random(seed);
        var files = new PowerLossFiles();
        using var folder = new TemporaryFolder();
        var path = folder.Combine("states");
        var history = new List<Dictionary<string, string>> { new() };
        await using var store = Open(path, files);
        for (var round = 1; round <= 40; round++)
        {
            var next = new Dictionary<string, string>(history[^1]);
            for (var i = 0; i < 20; i++)
                Change(store, next, random, round);
            history.Add(next);
            var committing = store.CommitAsync(round);
            if (random.Next(2) == 0)
                await committing;
            var acknowledged = store.CommittedPosition;
            if (random.Next(3) == 0)
            {
                var after = folder.Combine($"after {round}");
                files.LosePower(path, after, random);
                await using var found = Open(after, DiskFiles.Instance);
                Assert.InRange(found.CommittedPosition, acknowledged, round);
                AssertHolds(found, history[(int)found.CommittedPosition]);
            }

            await committing;
        }
    }

    private static void Change(
        PartitionStateStore store, Dictionary<string, string> expected, Random random, int round)
    {
        var key = $"key {random.Next(60)}";
        if (random.Next(6) == 0)
        {
            store.StageDelete(key);
            expected.Remove(key);
            return;
        }

        expected[key] = $"{round}".PadRight(random.Next(900), '.');
        Stage(store, key, expected[key]);
    }

    private static void AssertHolds(PartitionStateStore store, Dictionary<string, string> expected)
    {
        Assert.Equal(expected.Count, store.Count);
        Assert.All(expected, state => Assert.Equal(state.Value, Read(store, state.Key)));
    }

    private static void AssertIsCommit(PartitionStateStore store, (long End, int Position) commit)
    {
        Assert.Equal(commit.Position, store.CommittedPosition);
        Assert.Equal(commit.Position == 0 ? 0 : commit.Position + 1, store.Count);
        Assert.Equal(commit.Position == 0 ? null : $"{commit.Position}", Read(store, "shared"));
    }

    private static PartitionStateStore Open(string path, DiskFiles files) =>
        PartitionStateStore.Open(path, 1, Options, NullLogger.Instance, files);

    private static void Stage(PartitionStateStore store, string key, string state) =>
        store.Stage(key, Encoding.UTF8.GetBytes(state));

    private static string? Read(PartitionStateStore store, string key)
    {
        var state = new ArrayBufferWriter<byte>();
        return store.TryRead(key, state) ? Encoding.UTF8.GetString(state.WrittenSpan) : null;
    }

    /// <summary>Commit n stages key n and the shared one, so that n + 1 keys tell it.</summary>
    private async Task<List<(long End, int Position)>> WriteCommitsAsync()
    {
        var commits = new List<(long End, int Position)> { (StateFormat.HeaderBytes, 0) };
        await using (var store = Open(_folder.Path, DiskFiles.Instance))
        {
            for (var position = 1; position <= 5; position++)
            {
                Stage(store, $"key {position}", "state");
                Stage(store, "shared", $"{position}");
                await store.CommitAsync(position);
                commits.Add((store.Bytes, position));
            }
        }

        foreach (var hint in Directory.GetFiles(_folder.Path, "*.hint"))
            File.Delete(hint);
        return commits;
    }

    private void Break(string? fault)
    {
        _files.FailsWrites = fault is "write" or "part of a write";
        _files.BytesBeforeFailure = fault == "part of a write" ? 30 : 0;
        _files.FailsFlushes = fault == "flush";
        _files.FailsCreate = fault == "create";
    }
}
