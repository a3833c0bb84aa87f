using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Profiles.Analytics.Tests;

namespace Profiles.Silo.Tests;

/// <summary>What a node answers over HTTP, by its role and settings.</summary>
public sealed class RoleTests(PostgresServer server)
{
    private static readonly (string, string) Silo = ("Profiles__Silo__Role", "Silo");
    private static readonly (string, string) Api = ("Profiles__Silo__Role", "Api");

    [Fact]
    public async Task Api_WhenApartFromTheSilos_TakesEventsAndServesProfiles()
    {
        await using var cluster = await SiloCluster.StartAsync(server, 2, Silo);
        var api = cluster.Add(Api);
        await api.WaitUntilReadyAsync(cluster.Ended);
        const int Users = 12;
        for (var i = 0; i < Users; i++)
        {
            var token = await cluster.SendAsync(2, SomeEvents.Event($"e{i}", $"u{i}", i));

            var profile = await cluster.ReadAsync(api, $"u{i}", token);
            Assert.Equal(1, (int)profile["counters"]!["events"]!);
            using var next = await api.Client.GetAsync($"/v1/profiles/u{i}/next", cluster.Ended);
            Assert.Equal(HttpStatusCode.OK, next.StatusCode);
        }

        // It folds nothing, and is no member.
        Assert.Equal(2, await cluster.AskAsync<long>("select count(*) from profiles_cluster.members"));
        Assert.Equal(Users, await cluster.AskAsync<long>("select count(*) from profiles_cluster.event_log"));
    }

    [Fact]
    public async Task Api_WhenTheLastSiloHasGone_IsNotReadyAndSaysWhy()
    {
        await using var cluster = await SiloCluster.StartAsync(server, 1, Silo);
        var api = cluster.Add(Api);
        await api.WaitUntilReadyAsync(cluster.Ended);

        Assert.Equal(0, await cluster.Nodes[0].StopAsync(cluster.Ended));

        while (true)
        {
            using var answer = await api.Client.GetAsync("/health/ready", cluster.Ended);
            if (answer.StatusCode == HttpStatusCode.OK) continue;
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Contains("no silo", await answer.Content.ReadAsStringAsync(cluster.Ended), StringComparison.Ordinal);
            return;
        }
    }

    [Fact]
    public async Task Silo_WhenAlone_AnswersForHealthAndMetricsOnly()
    {
        await using var cluster = await SiloCluster.StartAsync(server, 1, Silo);
        var client = cluster.Nodes[0].Client;

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/health/live", cluster));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(client, "/v1/profiles/u1", cluster));
        var metrics = await client.GetStringAsync("/metrics", cluster.Ended);
        Assert.Contains("profiles_log_lag{partition=\"0\"}", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dashboard_WhenItIsOn_WantsAnApiKeyAndShowsTheSilos()
    {
        await using var cluster = await SiloCluster.StartAsync(
            server, 1, ("Profiles__Silo__Dashboard", "true"), ("PROFILES_API_KEYS", "key"));
        var client = cluster.Nodes[0].Client;

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, "/dashboard/", cluster));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, "/dashboard/ClusterStats", cluster));

        // As a browser does.
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("operator:key")));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/dashboard/", cluster));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, "/v1/profiles/u1", cluster));

        // It counts from time to time.
        JsonNode? counters;
        do counters = JsonNode.Parse(await client.GetStringAsync("/dashboard/DashboardCounters", cluster.Ended));
        while ((int)counters!["totalActiveHostCount"]! != 1);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path, SiloCluster cluster)
    {
        using var answer = await client.GetAsync(path, cluster.Ended);
        return answer.StatusCode;
    }
}
