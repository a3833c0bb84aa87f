using System.Buffers;
using Microsoft.Extensions.Logging.Abstractions;
using Profiles.Contracts;
using Profiles.Core.Events;
using Profiles.Storage;
using Profiles.Storage.States;
using Profiles.Streaming.Rebuilding;
using Profiles.Streaming.Trends;
using static Profiles.Streaming.Tests.TestPlatform;

namespace Profiles.Streaming.Tests;

public sealed class TrendTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("profiles-").FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public async Task Trend_WhenEventsAreFolded_CountsEachOnce()
    {
        await using var platform = await StartAsync(_path);
        var first = await platform.SendAsync([.. Enumerable.Range(0, 100).Select(n => Event($"e{n}", $"u{n % 9}", n))]);
        var again = await platform.SendAsync([.. Enumerable.Range(0, 100).Select(n => Event($"e{n}", $"u{n % 9}", n))]);
        await platform.WaitAsync(User("u1"), first.Token);

        Assert.Equal((100, 100), (first.Accepted, again.Duplicates));
        Assert.Equal(100, TotalOf(platform, "c1"));
    }

    [Fact]
    public async Task Trend_WhenADeviceIsLinked_CountsItsEventsOnce()
    {
        await using var platform = await StartAsync(_path);
        await platform.SendAsync(DeviceEvent("d1", "tv", 1));
        await platform.LinkAsync("tv", "ann");
        var sent = await platform.SendAsync(DeviceEvent("d2", "tv", 2));
        await platform.WaitAsync(User("ann"), sent.Token);

        Assert.Equal(2, (await platform.ReadAsync(User("ann"), sent.Token)).Counters.Events);
        Assert.Equal(2, TotalOf(platform, "c1"));
    }

    [Fact]
    public async Task Trend_WhenRestarted_GoesOnFromWhatWasSaved()
    {
        await using (var first = await StartAsync(_path))
            await first.SendAsync(Many());

        await using var second = await StartAsync(_path);
        var sent = await second.SendAsync(Event("more", "u1", 400, "c7"));
        await second.WaitAsync(User("u1"), sent.Token);

        // A rebuild waits for every partition.
        Assert.Empty((await RebuildAsync(second)).Differences);
        Assert.Equal(9, TotalOf(second, "c7"));
    }

    [Fact]
    public async Task Trend_WhenTheFolderIsFromBeforeTrends_IsCountedFromTheLog()
    {
        await using (var first = await StartAsync(_path))
            await first.SendAsync(Many());
        await DeleteTrendsAsync();

        await using var second = await StartAsync(_path);
        var sent = await second.SendAsync(Event("more", "u1", 400, "c7"));
        await second.WaitAsync(User("u1"), sent.Token);
        await second.SendAsync([.. Enumerable.Range(0, 9).Select(n => Event($"more{n}", $"u{n}", 500))]);

        Assert.Empty((await RebuildAsync(second)).Differences);
        Assert.Equal(9, TotalOf(second, "c7"));
    }

    [Fact]
    public async Task Trend_WhenADeadLetterIsReplayed_CountsItOnce()
    {
        var catalogue = new FailingCatalogue();
        await using var platform = await StartAsync(_path, services => services.AddFailingCatalogue(catalogue));
        var sent = await platform.SendAsync(Event("e1", "ann", 1, FailingCatalogue.Poison), Event("e2", "ann", 2));
        await platform.WaitAsync(User("ann"), sent.Token);
        catalogue.IsMended = true;
        Assert.Equal(0, TotalOf(platform, FailingCatalogue.Poison));

        await platform.Get<IDeadLetters>().ReplayAsync([], TestContext.Current.CancellationToken);

        Assert.Empty((await RebuildAsync(platform)).Differences);
        Assert.Equal(1, TotalOf(platform, FailingCatalogue.Poison));
    }

    [Fact]
    public async Task Rebuild_WhenTheTrendsAreNotWhatTheLogSays_NamesThem()
    {
        await using (var platform = await StartAsync(_path, options: options => options.PartitionCount = 1))
            await platform.SendAsync(Event("e1", "ann", 1));
        await WithStatesAsync(0, states =>
        {
            var head = new ArrayBufferWriter<byte>();
            Assert.True(states.TryRead(PartitionTrends.KeyPrefix + "0", head));
            var bytes = head.WrittenSpan.ToArray();
            bytes[^1] ^= 2;
            states.Stage(PartitionTrends.KeyPrefix + "0", bytes);
        });

        await using var again = await StartAsync(_path);

        var difference = Assert.Single((await RebuildAsync(again)).Differences);
        Assert.Contains("trend counters", difference, StringComparison.Ordinal);
    }

    private static ViewingEvent[] Many() =>
        [.. Enumerable.Range(0, 300).Select(n => Event($"e{n}", $"u{n % 9}", n, $"c{n % 40}"))];

    private static float TotalOf(TestPlatform platform, string content)
    {
        var snapshot = platform.Get<TrendPublisher>().Publish();
        return platform.Catalogue.Index.Numbers.TryGet(content, out var number) ? snapshot.Total(number) : 0;
    }

    private static Task<RebuildReport> RebuildAsync(TestPlatform platform) =>
        platform.Get<ProfileRebuild>().RunAsync(null, TestContext.Current.CancellationToken);

    private async Task DeleteTrendsAsync()
    {
        for (var partition = 0; partition < 2; partition++)
        {
            await WithStatesAsync(partition, states =>
            {
                foreach (var (key, _) in states.Enumerate().ToList())
                    if (PartitionTrends.IsKey(key)) states.StageDelete(key);
            });
        }
    }

    private async Task WithStatesAsync(int partition, Action<PartitionStateStore> change)
    {
        using var folder = DataFolder.Open(_path, TimeProvider.System);
        await using var states = PartitionStateStore.Open(
            folder.StatesOf(partition), partition, new PartitionStateOptions(), NullLogger.Instance);
        change(states);
        await states.CommitAsync(states.CommittedPosition);
    }
}
