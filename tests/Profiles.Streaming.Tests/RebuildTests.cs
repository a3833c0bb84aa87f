using System.Buffers;
using Microsoft.Extensions.Logging.Abstractions;
using Profiles.Core.Content;
using Profiles.Core.Units;
using Profiles.Storage;
using Profiles.Storage.States;
using Profiles.Streaming.Rebuilding;
using static Profiles.Streaming.Tests.TestPlatform;

namespace Profiles.Streaming.Tests;

public sealed class RebuildTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("profiles-").FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public async Task Rebuild_WhenContentsChangedAndDevicesWereLinked_FindsNoDifference()
    {
        await using var platform = await StartAsync(_path);
        await UpsertAsync(platform, "Drama");
        await platform.SendAsync([.. Enumerable.Range(0, 200).Select(n => Event($"a{n}", $"user-{n % 20}", n))]);
        await UpsertAsync(platform, "Comedy");
        await platform.SendAsync([.. Enumerable.Range(0, 200).Select(n => Event($"b{n}", $"user-{n % 20}", 300 + n))]);
        await platform.SendAsync(DeviceEvent("d1", "tv", 1));
        await platform.LinkAsync("tv", "user-3");
        await platform.SendAsync(DeviceEvent("d2", "tv", 2));

        var report = await RebuildAsync(platform);

        Assert.Empty(report.Differences);
        Assert.Equal((21, 20), (report.Units, report.Users));
    }

    [Fact]
    public async Task Rebuild_WhenAStateIsNotWhatTheLogSays_NamesTheUnit()
    {
        await using (var platform = await StartAsync(_path)) await platform.SendAsync(Event("e1", "ann", 1));
        await TamperAsync(User("ann"));

        await using var again = await StartAsync(_path);
        var report = await RebuildAsync(again);

        Assert.Contains(User("ann").ToGrainKey(), Assert.Single(report.Differences), StringComparison.Ordinal);
    }

    private static Task<RebuildReport> RebuildAsync(TestPlatform platform) =>
        platform.Get<ProfileRebuild>().RunAsync(null, TestContext.Current.CancellationToken);

    private static async Task UpsertAsync(TestPlatform platform, string genre)
    {
        var content = new ContentItem { Id = "c1", Kind = ContentKind.Movie, Title = "One", Genres = [genre] };
        await platform.Catalogue.UpsertAsync([content], TestContext.Current.CancellationToken);
    }

    private async Task TamperAsync(UnitKey unit)
    {
        using var folder = DataFolder.Open(_path, TimeProvider.System);
        var partition = unit.Partition(folder.Partitions);
        await using var states = PartitionStateStore.Open(
            folder.StatesOf(partition), partition, new PartitionStateOptions(), NullLogger.Instance);
        var bytes = new ArrayBufferWriter<byte>();
        Assert.True(states.TryRead(unit.ToGrainKey(), bytes));
        var state = UnitStateBytes.Read(bytes.WrittenSpan);
        state.Profile.Version++;
        bytes.ResetWrittenCount();
        UnitStateBytes.Write(state, bytes);
        states.Stage(unit.ToGrainKey(), bytes.WrittenSpan);
        await states.CommitAsync(states.CommittedPosition);
    }
}
