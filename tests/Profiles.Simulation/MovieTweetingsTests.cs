using System.Text.Json;

namespace Profiles.Simulation;

/// <summary>
/// The whole of a real data set through the program, twice, and every profile checked against the file.
/// </summary>
public sealed class MovieTweetingsTests
{
    private const int Ratings = 141_695;
    private const int Users = 21_081;

    private static readonly string? Data = FindData();

    [Fact]
    public async Task Import_WhenTheRatingsAreImportedTwice_CountsEachOnceInEveryProfile()
    {
        Assert.SkipWhen(Data is null, "../shared/data/movietweetings is not on this machine.");
        using var folder = new TemporaryFolder();
        var ratings = Path.Combine(Data, "ratings.dat");

        var content = await ImportAsync("content", Path.Combine(Data, "movies.dat"), folder.Path);
        Assert.True(content.ExitCode == 0, content.Error);
        var first = await ImportAsync("ratings", ratings, folder.Path);
        Assert.Contains($"accepted {Ratings}, duplicates 0, rejected 0", first.Output, StringComparison.Ordinal);
        var second = await ImportAsync("ratings", ratings, folder.Path);
        Assert.Contains($"accepted 0, duplicates {Ratings}, rejected 0", second.Output, StringComparison.Ordinal);

        var rebuild = await ProgramRun.RunAsync("rebuild", "--data", folder.Path);
        Assert.True(rebuild.ExitCode == 0, rebuild.Output + rebuild.Error);
        await CheckProfilesAsync(folder.Path, ratings);
    }

    private static Task<ProgramRun> ImportAsync(string kind, string file, string folder) =>
        ProgramRun.RunAsync("import", kind, file, "--data", folder);

    private static async Task CheckProfilesAsync(string folder, string ratingsFile)
    {
        var lines = (await File.ReadAllLinesAsync(ratingsFile))
            .Select(line => line.Split("::"))
            .Select(parts => (User: parts[0], Item: parts[1], Time: long.Parse(parts[3])))
            .ToLookup(rating => rating.User);
        Assert.Equal(Users, lines.Count);

        using var server = ServerProcess.Start(folder);
        using var http = new HttpClient();
        await server.WaitUntilReadyAsync(http, TestContext.Current.CancellationToken);
        await Parallel.ForEachAsync(lines, TestContext.Current.CancellationToken, async (user, token) =>
        {
            var body = await http.GetStringAsync(new Uri(server.Address, $"/v1/profiles/{user.Key}"), token);
            using var profile = JsonDocument.Parse(body);
            var latest = user.Max(rating => rating.Time);
            Assert.Equal(
                user.Count(), profile.RootElement.GetProperty("counters").GetProperty("events").GetInt32());
            var recent = profile.RootElement.GetProperty("recent")[0];
            Assert.Equal(latest, recent.GetProperty("lastEventAt").GetDateTimeOffset().ToUnixTimeSeconds());
            Assert.Contains(
                recent.GetProperty("contentId").GetString(),
                user.Where(rating => rating.Time == latest).Select(rating => rating.Item));
        });
    }

    private static string? FindData()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Profiles.sln"))) continue;
            var data = Path.Combine(folder.FullName, "..", "shared", "data", "movietweetings");
            return Directory.Exists(data) ? data : null;
        }

        return null;
    }
}
