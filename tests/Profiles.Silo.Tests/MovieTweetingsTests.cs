using System.Net;
using Profiles.Analytics.Tests;

namespace Profiles.Silo.Tests;

/// <summary>A real import into three nodes, of which two die meanwhile, one after the other.</summary>
public sealed class MovieTweetingsTests(PostgresServer server)
{
    private const int Ratings = 141_695;
    private const string Appended = "select sum(next_sequence - 1) from profiles_cluster.partitions";
    private const string Unwritten =
        "select sum(next_sequence - greatest(committed_position, 1)) from profiles_cluster.partitions";

    private static readonly (string, string) ShortLease = ("Profiles__Cluster__LeaseLength", "00:00:03");

    private static string? Data
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                var data = Path.Combine(folder.FullName, "..", "shared", "data", "movietweetings");
                if (Directory.Exists(data)) return data;
            }

            return null;
        }
    }

    [Fact]
    public async Task Import_WhenTwoOfThreeNodesDieMeanwhile_MakesTheProfilesOfADataFolder()
    {
        Assert.SkipWhen(Data is null, "../shared/data/movietweetings is not on this machine.");
        var (movies, ratings) = (Path.Combine(Data, "movies.dat"), Path.Combine(Data, "ratings.dat"));
        await using var cluster = await SiloCluster.StartAsync(server, 3, ShortLease);

        Assert.Equal(0, (await ImportAsync("content", movies, cluster.Nodes[1].Client)).ExitCode);
        await using (var import = CliProcess.Start("import", "ratings", ratings, "--url", Url(cluster.Nodes[0].Client)))
        {
            await WaitForRecordsAsync(cluster, Ratings / 4);
            await cluster.Nodes[2].KillAsync();
            await WaitForRecordsAsync(cluster, Ratings / 2);
            Assert.False(import.HasExited, "The import ended before the node that it speaks to was killed.");
            await cluster.Nodes[0].KillAsync();
            Assert.Equal(1, (await import.EndAsync()).ExitCode);
        }

        // What a client does whose server is gone: all of it again, elsewhere.
        var again = await ImportAsync("ratings", ratings, cluster.Nodes[1].Client);
        Assert.True(again.ExitCode == 0, again.Error);
        await cluster.WaitUntilAllHeldAsync();
        Assert.Equal(Ratings, (long)await cluster.AskAsync<decimal>(Appended));
        while (await cluster.AskAsync<decimal>(Unwritten) > 0) await Task.Delay(100, cluster.Ended);

        await CompareAsync(cluster, movies, ratings);
    }

    private static string Url(HttpClient client) => client.BaseAddress!.OriginalString;

    private static async Task<(int ExitCode, string Out, string Error)> ImportAsync(
        string kind, string file, HttpClient client)
    {
        await using var import = CliProcess.Start("import", kind, file, "--url", Url(client));
        return await import.EndAsync();
    }

    private static async Task WaitForRecordsAsync(SiloCluster cluster, long count)
    {
        while (await cluster.AskAsync<decimal>(Appended) < count)
            await Task.Delay(20, cluster.Ended);
    }

    private static async Task CompareAsync(SiloCluster cluster, string movies, string ratings)
    {
        var folder = Directory.CreateTempSubdirectory("profiles-folder-");
        try
        {
            var (process, client) = await CliProcess.ServeAsync(folder.FullName, cluster.Ended);
            await using var serving = process;
            using var speaking = client;
            Assert.Equal(0, (await ImportAsync("content", movies, client)).ExitCode);
            Assert.Equal(0, (await ImportAsync("ratings", ratings, client)).ExitCode);

            var users = (await File.ReadAllLinesAsync(ratings, cluster.Ended))
                .Select(line => line[..line.IndexOf("::", StringComparison.Ordinal)]).ToHashSet();
            await Parallel.ForEachAsync(users, cluster.Ended, async (user, cancellationToken) =>
            {
                var expected = await client.GetStringAsync($"/v1/profiles/{user}", cancellationToken);
                Assert.Equal(expected, await ReadAsync(cluster, user, cancellationToken));
            });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Reads, and waits while partitions move.</summary>
    private static async Task<string> ReadAsync(
        SiloCluster cluster, string user, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var answer = await cluster.Nodes[1].Client.GetAsync($"/v1/profiles/{user}", cancellationToken);
            if (answer.StatusCode == HttpStatusCode.OK)
                return await answer.Content.ReadAsStringAsync(cancellationToken);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            await Task.Delay(100, cancellationToken);
        }
    }
}
