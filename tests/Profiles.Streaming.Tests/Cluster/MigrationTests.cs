using Profiles.Analytics.Tests;
using Profiles.Contracts;
using Profiles.Contracts.Experiments;
using Profiles.Core.Content;
using Profiles.Core.Folding;
using Profiles.Core.Units;
using Profiles.Storage;
using Profiles.Storage.Migration;
using Profiles.Storage.Postgres;
using static Profiles.Streaming.Tests.TestPlatform;

namespace Profiles.Streaming.Tests.Cluster;

/// <summary>What moves from a data folder into a cluster is the same there.</summary>
public sealed class MigrationTests(PostgresServer server) : IDisposable
{
    private const int Users = 40;

    private readonly string _path = Directory.CreateTempSubdirectory("profiles-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public async Task Migrate_WhenSilosFoldTheLog_HaveTheProfilesOfTheFolder()
    {
        var before = await FillFolderAsync();

        await using var silos = await TestSilos.StartAsync(server, 2, MigrateAsync);

        for (var i = 0; i < Users; i++)
        {
            var unit = User($"u{i}");
            var token = await silos.SendAsync(i % 2, Event("again", $"u{i}", 1));
            var profile = await silos.ReadAsync((i + 1) % 2, $"u{i}", token);
            Assert.Equal(before[unit].Counters.Events + 1, profile.Counters.Events);
            Assert.Equal(before[unit].Counters.Plays + 1, profile.Counters.Plays);
            Assert.Equal(before[unit].Counters.WatchSeconds, profile.Counters.WatchSeconds);
            Assert.Equal(
                before[unit].Affinities.Genres.Select(genre => genre.Key),
                profile.Affinities.Genres.Select(genre => genre.Key));
            Assert.Equal(
                before[unit].Recent.Select(recent => recent.ContentId).Order(),
                profile.Recent.Select(recent => recent.ContentId).Order());

            // What the log had already is a repetition there too.
            var repeated = await silos.SendAsync(i % 2, Event($"e{i}", $"u{i}", 2));
            Assert.Equal(
                profile.Counters.Events, (await silos.ReadAsync(i % 2, $"u{i}", repeated)).Counters.Events);
        }

        Assert.Equal(Users, silos.Get<IContentCatalogue>(1).Count);
        Assert.True(silos.Get<IExperiments>(0).Current.Set.Parameters.ContainsKey("p"));
        var letter = Assert.Single(await silos.Get<IDeadLetters>(1).ListAsync(10, true, Cancellation));
        Assert.Equal(1, await silos.Get<IDeadLetters>(1).ReplayAsync([letter.Id], Cancellation));
    }

    private async Task<Dictionary<UnitKey, ProfileView>> FillFolderAsync()
    {
        var profiles = await FillProfilesAsync();

        await using var failing = await StartAsync(_path, services => services.AddFailingCatalogue());
        var poison = await failing.SendAsync(Event("poison", "zoe", 1, FailingCatalogue.Poison));
        await failing.WaitAsync(User("zoe"), poison.Token);
        return profiles;
    }

    private async Task<Dictionary<UnitKey, ProfileView>> FillProfilesAsync()
    {
        await using var platform = await StartAsync(_path);
        await platform.Catalogue.UpsertAsync(
            [
                .. Enumerable.Range(0, Users).Select(i => new ContentItem
                {
                    Id = $"c{i}", Kind = ContentKind.Movie, Title = $"C {i}", Genres = [$"g{i % 5}"],
                }),
            ],
            Cancellation);
        await platform.Get<IExperiments>().ChangeAsync(
            "ann", "parameter", set => set with { Parameters = set.Parameters.Add("p", ClusterTests.Json("1")) },
            Cancellation);
        var profiles = new Dictionary<UnitKey, ProfileView>();
        for (var i = 0; i < Users; i++)
        {
            await platform.SendAsync(DeviceEvent($"d{i}", $"device{i}", 1));
            await platform.LinkAsync($"device{i}", $"u{i}");
            var forwarded = await platform.SendAsync(DeviceEvent($"f{i}", $"device{i}", 2));
            await platform.WaitAsync(User($"u{i}"), forwarded.Token);
            var sent = await platform.SendAsync(
                Event($"e{i}", $"u{i}", 2, $"c{i}"), Event($"g{i}", $"u{i}", 3, $"c{(i + 7) % Users}"));
            profiles.Add(User($"u{i}"), await platform.ReadAsync(User($"u{i}"), sent.Token));
        }

        return profiles;
    }

    private async Task MigrateAsync(string connectionString)
    {
        using var folder = DataFolder.Open(_path, TimeProvider.System);
        await using var cluster = await PostgresCluster.OpenToFillAsync(
            connectionString, TestSilos.Partitions, Cancellation);
        var report = await new FolderMigration(folder, cluster).RunAsync(new Progress<double>(), Cancellation);
        Assert.True(report.Records > Users * 4, $"{report.Records} records were moved.");
        Assert.Equal((Users, 1, 1), (report.Revisions, report.Experiments, report.DeadLetters));
    }
}
