using Profiles.Contracts;
using Profiles.Core.Content;
using Profiles.Core.Models;
using Profiles.Core.Slates;
using Profiles.Storage.Models;
using Profiles.Streaming.Rebuilding;
using Profiles.Streaming.Trends;
using static Profiles.Streaming.Tests.TestPlatform;

namespace Profiles.Streaming.Tests;

/// <summary>Slates that were served are made again, and counted as another policy would have made them.</summary>
[Collection("served slates")]
public sealed class PolicyReplayTests : IDisposable
{
    private const int Slates = 12;
    private const int Limit = 10;

    private readonly string _path = Directory.CreateTempSubdirectory("profiles-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public async Task Replay_WhenThePolicyIsTheSame_WeighsEveryPlaceOne()
    {
        await ServeAsync();
        var report = await ReplayAsync(new EvaluatedPolicy(null, null));

        Assert.Empty(report.LeftOut);
        Assert.Equal((Slates, Slates), (report.Slates, report.Replayed));
        Assert.Equal(Slates * Limit, report.Places.Count);
        Assert.All(report.Places, place => Assert.Equal(place.LoggingProbability, place.TargetProbability));

        // Of each slate one place was left to chance, and its second content was played.
        Assert.Equal(Slates, report.Places.Count(place => place.LoggingProbability < 1));
        Assert.Equal(Slates, report.Places.Sum(place => place.Reward));
        Assert.Equal(3, report.Places.Select(place => place.Viewer).Distinct().Count());
    }

    [Fact]
    public async Task Replay_WhenThePolicyLeavesNothingToChance_HasTheFixedPlacesAndNoOthers()
    {
        await ServeAsync();
        var report = await ReplayAsync(new EvaluatedPolicy(null, new SlateTuning(null, 0, null)));

        Assert.All(report.Places, place => Assert.True(place.TargetProbability is 0 or 1));
        Assert.All(
            report.Places.Where(place => place.LoggingProbability == 1),
            place => Assert.Equal(1, place.TargetProbability));
    }

    [Fact]
    public async Task Replay_WhenThePolicyIsAnotherModel_IsMadeByIt()
    {
        await ServeAsync();
        new ModelFolder(ModelFolder.FolderOf(_path)).Write(SmallModel.Artefact());
        var report = await ReplayAsync(new EvaluatedPolicy(SmallModel.Version, null));

        Assert.Equal((Slates, 0L), (report.Replayed, report.BeforeTraining));
        Assert.Contains(report.Places, place => place.TargetProbability != place.LoggingProbability);
        await Assert.ThrowsAsync<ModelRefusedException>(() => ReplayAsync(new EvaluatedPolicy("none", null)));
    }

    [Fact]
    public async Task Replay_WhenASlateWasTunedByAnExperiment_LeavesItOut()
    {
        await ServeAsync(new SlateTuning(0.1f, 0.5f, null));
        var report = await ReplayAsync(new EvaluatedPolicy(null, null));

        Assert.Equal((Slates, 0), (report.Slates, report.Places.Count));
        Assert.Contains("does not come out", Assert.Single(report.LeftOut).Key, StringComparison.Ordinal);
    }

    private async Task<PolicyReplayReport> ReplayAsync(EvaluatedPolicy policy)
    {
        await using var platform = await StartAsync(_path);
        return await platform.Get<PolicyReplay>().RunAsync(policy, 1000, Cancellation);
    }

    /// <summary>Serves slates to three viewers who play the second content of each.</summary>
    private async Task ServeAsync(SlateTuning? tuning = null)
    {
        await using var platform = await StartAsync(_path);

        // New contents: what fills a slate from behind leaves nothing to chance.
        var now = DateTimeOffset.UtcNow;
        await platform.Catalogue.UpsertAsync(
            [.. Enumerable.Range(0, 40).Select(n => new ContentItem
            {
                Id = $"c{n}",
                Kind = ContentKind.Movie,
                Title = $"Title {n}",
                Genres = [n % 2 == 0 ? "Drama" : "Crime", $"genre {n % 5}"],
                ReleasedAt = now.AddDays(-1 - n),
            })],
            Cancellation);
        for (var user = 0; user < 3; user++)
        {
            var sent = await platform.SendAsync(Event($"first{user}", $"user-{user}", user, $"c{user}"));
            await platform.WaitAsync(User($"user-{user}"), sent.Token);
        }

        platform.Get<TrendPublisher>().Publish();
        for (var i = 0; i < Slates; i++)
        {
            var user = $"user-{i % 3}";
            var slate = await platform.Grain(User(user)).GetNextAsync(
                new NextRequest(Limit, SlateSurface.Home, null) { Tuning = tuning });
            Assert.Equal(Limit, slate.Items.Length);
            var sent = await platform.SendAsync(
                Event($"e{i}", user, 100 + i, slate.Items[1].ContentId) with { SlateId = slate.SlateId });
            await platform.WaitAsync(User(user), sent.Token);
        }
    }
}
