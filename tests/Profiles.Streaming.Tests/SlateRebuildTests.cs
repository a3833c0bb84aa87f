using Profiles.Contracts;
using Profiles.Core.Content;
using Profiles.Core.Slates;
using Profiles.Storage.Models;
using Profiles.Storage.Slates;
using Profiles.Streaming.Rebuilding;
using Profiles.Streaming.Trends;
using static Profiles.Streaming.Tests.TestPlatform;

namespace Profiles.Streaming.Tests;

/// <summary>What slates were scored with when they were served is what the log says they are scored with.</summary>
[Collection("served slates")]
public sealed class SlateRebuildTests : IDisposable
{
    private const int Rounds = 12;

    private readonly string _path = Directory.CreateTempSubdirectory("profiles-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public async Task Rebuild_WhenSlatesWereServedBetweenEvents_FindsEveryValueAgain()
    {
        var served = await ServeAsync();
        await using var platform = await StartAsync(_path);
        var report = await platform.Get<SlateRebuild>().RunAsync(long.MaxValue, Cancellation);

        Assert.Empty(report.Differences);
        Assert.Equal(0, report.Unverifiable);
        Assert.Equal(served, report.Slates);
        Assert.True(report.Values > served);
        Assert.Equal((3, 0), (report.Users, report.Devices));
    }

    [Fact]
    public async Task Rebuild_WhenALoggedValueIsNotWhatItWas_NamesTheSlate()
    {
        await ServeAsync();
        Tamper();
        await using var platform = await StartAsync(_path);
        var report = await platform.Get<SlateRebuild>().RunAsync(long.MaxValue, Cancellation);

        Assert.Equal(1, report.DifferenceCount);
        Assert.Contains("the logged one", Assert.Single(report.Differences), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rebuild_WhenTheMomentIsBeforeEverything_FindsNothing()
    {
        await ServeAsync();
        await using var platform = await StartAsync(_path);
        var report = await platform.Get<SlateRebuild>().RunAsync(0, Cancellation);

        Assert.Equal((0, 0, 0), (report.Users, report.Records, report.Slates));
    }

    [Fact]
    public async Task Rebuild_WhenAModelIsGone_SaysHowManySlatesCannotBeVerified()
    {
        await ServeAsync();
        Directory.Delete(Path.Combine(ModelFolder.FolderOf(_path), SmallModel.Version), recursive: true);
        await using var platform = await StartAsync(_path);
        var report = await platform.Get<SlateRebuild>().RunAsync(long.MaxValue, Cancellation);

        Assert.Equal((0, Rounds), (report.DifferenceCount, report.Unverifiable));
        Assert.Contains(SmallModel.Version, Assert.Single(report.UnverifiableReasons).Key, StringComparison.Ordinal);
    }

    /// <summary>
    /// Serves slates between events, through snapshots of trends, catalogue changes, a restart and another model.
    /// </summary>
    private async Task<int> ServeAsync()
    {
        var served = 0;
        for (var half = 0; half < 2; half++)
        {
            if (half == 1) SmallModel.Promote(_path);
            await using var platform = await StartAsync(_path);
            for (var round = half * Rounds; round < (half + 1) * Rounds; round++)
            {
                if (round % 4 == 0) await UpsertAsync(platform, round);
                if (round % 3 == 0) platform.Get<TrendPublisher>().Publish();
                var user = $"user-{round % 3}";
                var sent = await platform.SendAsync(Event($"e{round}", user, round * 5000, $"c{round % 7}"));
                await platform.WaitAsync(User(user), sent.Token);
                var slate = await platform.Grain(User(user)).GetNextAsync(
                    new NextRequest(5, SlateSurface.Home, round % 2 == 0 ? "tv" : null));
                Assert.NotEmpty(slate.Items);
                Assert.Equal(half == 1, slate.ModelVersion == SmallModel.Version);
                served++;
            }
        }

        return served;
    }

    private static async Task UpsertAsync(TestPlatform platform, int round) => await platform.Catalogue.UpsertAsync(
        [.. Enumerable.Range(0, 20).Select(n => new ContentItem
        {
            Id = $"c{n}",
            Kind = ContentKind.Movie,
            Title = $"Title {n} of {round}",
            Genres = [n % 2 == 0 ? "Drama" : "Crime", $"genre {(n + round / 8) % 3}"],
            ReleasedAt = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000L + round * 86_400_000L),
        })],
        Cancellation);

    /// <summary>Writes the log anew, with one bit of the last slate's last signal turned.</summary>
    private void Tamper()
    {
        var folder = Path.Combine(_path, "slates");
        var entries = SlateLog.Read(folder).Select(entry => entry.ToArray()).ToList();
        Directory.Delete(folder, recursive: true);
        entries[^1][^4] ^= 1;
        using var log = new SlateLog(folder);
        foreach (var entry in entries) log.Append(entry);
    }
}
