using System.Globalization;
using System.Text;
using System.Text.Json;
using Profiles.Analytics.Tests;

namespace Profiles.Cli.Tests;

/// <summary>What moves a data folder into a cluster, and what works on a cluster, with a real PostgreSQL.</summary>
public sealed class MigrateTests(PostgresServer server) : IDisposable
{
    private const string Running =
        "update profiles_cluster.documents set version = 1 where kind = 'migration'";

    private readonly TemporaryFolder _folder = new();
    private readonly PostgresDatabase _database = new(server);

    public void Dispose()
    {
        _folder.Dispose();
        _database.Dispose();
    }

    [Fact]
    public async Task Migrate_WhenTheClusterIsEmpty_MovesAllAndTrainingGoesOnThere()
    {
        await FillAsync();
        var trained = await RunAsync("train", "--data", _folder.Data);

        var moved = await MigrateAsync();

        Assert.Equal((0, ""), (moved.ExitCode, moved.Error));
        Assert.Equal(
            "records 480 in 8 partitions, revisions 40, changes of experiments 0, dead letters 0, models 1: "
            + "moved, read again and found the same\n",
            moved.Out);
        var list = await RunAsync("models", "list", "--cluster", _database.ConnectionString, "--data", _folder.Path);
        Assert.StartsWith(Text(trained.Out, "version") + "\tcurrent\t", list.Out, StringComparison.Ordinal);

        var again = await RunAsync(
            "train", "--seed", "2", "--cluster", _database.ConnectionString, "--data", _folder.Path);
        Assert.Equal((0, ""), (again.ExitCode, again.Error));
        Assert.NotEqual(Text(trained.Out, "version"), Text(again.Out, "version"));
        foreach (var name in new[] { "users", "items", "events", "choices" })
            Assert.Equal(Text(trained.Out, name), Text(again.Out, name));
        list = await RunAsync("models", "list", "--cluster", _database.ConnectionString, "--data", _folder.Path);
        Assert.Equal(2, list.Out.Count(character => character == '\n'));
    }

    [Fact]
    public async Task Migrate_WhenTheClusterHoldsSomething_IsRefusedUnlessItWasAnUnfinishedMigration()
    {
        await FillAsync();
        Assert.Equal(0, (await MigrateAsync()).ExitCode);

        var refused = await MigrateAsync();
        Assert.Equal(1, refused.ExitCode);
        Assert.Equal(
            "profiles: The cluster holds data already; only an empty one can be filled.",
            Assert.Single(refused.ErrorLines));

        _database.Run(Running);
        var early = await RunAsync("train", "--cluster", _database.ConnectionString, "--data", _folder.Path);
        Assert.Equal(1, early.ExitCode);
        Assert.Contains("has not finished", Assert.Single(early.ErrorLines), StringComparison.Ordinal);
        Assert.Contains("records 480 in", (await MigrateAsync()).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_WhenItCannot_SaysWhyInOneLine()
    {
        var noCluster = await RunAsync("migrate", "--data", _folder.Data);
        Assert.Equal(2, noCluster.ExitCode);
        var noFolder = await MigrateAsync();
        Assert.Equal((1, $"profiles: There is no data folder {_folder.Data}.\n"), (noFolder.ExitCode, noFolder.Error));

        var noTables = await RunAsync("models", "list", "--cluster", _database.ConnectionString);
        Assert.Equal(1, noTables.ExitCode);
        Assert.Contains("no schema profiles_cluster", Assert.Single(noTables.ErrorLines), StringComparison.Ordinal);
        var nonsense = await RunAsync("models", "list", "--cluster", "nonsense");
        Assert.Equal(2, nonsense.ExitCode);
        Assert.Single(nonsense.ErrorLines);
    }

    private static string Text(string json, string name)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty(name).ToString();
    }

    private static Task<CommandRun> RunAsync(params string[] args) => CommandRun.OfAsync(args);

    private Task<CommandRun> MigrateAsync() => RunAsync(
        "migrate", "--data", _folder.Data, "--cluster", _database.ConnectionString, "--partitions", "8");

    private async Task FillAsync()
    {
        var (contents, ratings) = (new StringBuilder(), new StringBuilder());
        for (var item = 0; item < 40; item++)
            contents.Append(CultureInfo.InvariantCulture, $"{item}::Film {item} (2001)::Drama|Crime\n");
        for (var user = 0; user < 40; user++)
        {
            for (var step = 0; step < 12; step++)
            {
                ratings.Append(
                    CultureInfo.InvariantCulture,
                    $"{user}::{(user + step) % 20 * 2 + user % 2}::8::{1_381_945_744 + step * 86_400 + user * 60}\n");
            }
        }

        foreach (var (kind, text) in new[] { ("content", contents), ("ratings", ratings) })
        {
            var run = await RunAsync(
                "import", kind, _folder.Write($"{kind}.dat", text.ToString()), "--data", _folder.Data);
            Assert.Equal((0, ""), (run.ExitCode, run.ExitCode == 0 ? "" : run.Error));
        }
    }
}
