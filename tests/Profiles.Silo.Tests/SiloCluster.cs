using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Profiles.Analytics.Tests;

namespace Profiles.Silo.Tests;

/// <summary>Nodes that share a database of their own, each a process with a data folder of its own.</summary>
public sealed class SiloCluster : IAsyncDisposable
{
    /// <summary>How long anything of a cluster may take; far more than it does.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(6);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _limit =
        CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("profiles-cluster-");
    private readonly PostgresDatabase _database;
    private readonly Dictionary<string, string> _settings;
    private readonly List<SiloProcess> _nodes = [];

    private SiloCluster(PostgresServer server, IReadOnlyDictionary<string, string> settings)
    {
        _limit.CancelAfter(Limit);
        _database = new PostgresDatabase(server);
        _settings = new Dictionary<string, string>(settings)
        {
            ["Profiles__Cluster__ConnectionString"] = _database.PooledBy(30),
        };
    }

    /// <summary>The nodes, in the order of their starts; also those that have ended.</summary>
    public IReadOnlyList<SiloProcess> Nodes => _nodes;

    /// <summary>The nodes that run.</summary>
    public IEnumerable<SiloProcess> Running => _nodes.Where(node => !node.HasExited);

    public string ConnectionString => _database.ConnectionString;

    /// <summary>Ends what a test waits for when it takes too long.</summary>
    public CancellationToken Ended => _limit.Token;

    /// <summary>Starts nodes at once, and waits until all are ready and every partition is folded.</summary>
    /// <param name="server">Where their database is made.</param>
    /// <param name="count">How many.</param>
    /// <param name="settings">The environment of all of them.</param>
    public static async Task<SiloCluster> StartAsync(
        PostgresServer server, int count, params (string Name, string Value)[] settings)
    {
        var cluster = new SiloCluster(server, settings.ToDictionary(pair => pair.Name, pair => pair.Value));
        try
        {
            for (var node = 0; node < count; node++) cluster.Add();
            await Task.WhenAll(cluster.Nodes.Select(node => node.WaitUntilReadyAsync(cluster.Ended)));
            await cluster.WaitUntilAllHeldAsync();
            return cluster;
        }
        catch (Exception fault)
        {
            var said = string.Join("\n\n", cluster.Nodes.Select(node => node.Output));
            await cluster.DisposeAsync();
            throw new InvalidOperationException($"The cluster did not start: {said}", fault);
        }
    }

    /// <summary>Starts one more node.</summary>
    /// <param name="settings">Its environment, beside that of all.</param>
    public SiloProcess Add(params (string Name, string Value)[] settings)
    {
        var own = new Dictionary<string, string>(_settings)
        {
            ["Profiles__DataPath"] = Path.Combine(_folder.FullName, $"node-{_nodes.Count}"),
        };
        foreach (var (name, value) in settings) own[name] = value;
        var node = SiloProcess.Start(own);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Sends events until some node acknowledges them; what is repeated counts once.</summary>
    /// <param name="first">The node that is asked first.</param>
    /// <param name="events">The events.</param>
    /// <returns>The token of the acknowledgement.</returns>
    public async Task<string> SendAsync(int first, params JsonObject[] events)
    {
        for (var node = first; ; node++)
        {
            try
            {
                using var body = JsonContent.Create(new JsonArray([.. events.Select(of => of.DeepClone())]));
                using var answer = await _nodes[node % _nodes.Count].Client.PostAsync("/v1/events", body, Ended);
                if (answer.StatusCode == HttpStatusCode.Accepted)
                {
                    var told = await answer.Content.ReadFromJsonAsync<JsonObject>(Ended);
                    Assert.Empty(told!["rejected"]!.AsArray());
                    return (string)told["token"]!;
                }

                // Only what says "later" is tried again.
                Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            }
            catch (HttpRequestException)
            {
                // The node is gone, or going; whether it took the events nobody knows.
            }

            await Task.Delay(RetryDelay, Ended);
        }
    }

    /// <summary>Reads a profile that includes what a token covers, waiting as long as partitions move.</summary>
    public async Task<JsonObject> ReadAsync(SiloProcess node, string user, string token)
    {
        while (true)
        {
            using var answer = await node.Client.GetAsync($"/v1/profiles/{user}?after={token}", Ended);
            if (answer.StatusCode == HttpStatusCode.OK)
                return (await answer.Content.ReadFromJsonAsync<JsonObject>(Ended))!;
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            await Task.Delay(RetryDelay, Ended);
        }
    }

    /// <summary>Waits until every partition is folded by a node that is active in the membership.</summary>
    public async Task WaitUntilAllHeldAsync()
    {
        while (await AskAsync<long>(
            "select count(*) from profiles_cluster.partitions p where p.leased_until is null "
            + "or p.leased_until < clock_timestamp() or not exists (select 1 from profiles_cluster.members m "
            + "where m.silo = p.owner and m.status = 'Active')") > 0)
            await Task.Delay(RetryDelay, Ended);
    }

    /// <summary>Asks the database for one value.</summary>
    public async Task<T> AskAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(Ended);
#pragma warning disable CA2100 // The test's own text.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return (T)(await command.ExecuteScalarAsync(Ended))!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
        _database.Dispose();
        _folder.Delete(recursive: true);
        _limit.Dispose();
    }
}
