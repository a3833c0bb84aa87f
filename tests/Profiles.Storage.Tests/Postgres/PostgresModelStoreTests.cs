using Profiles.Analytics.Tests;
using Profiles.Core.Models;
using Profiles.Storage.Models;
using Profiles.Storage.Postgres;
using Profiles.Storage.Tests.Models;

namespace Profiles.Storage.Tests.Postgres;

/// <summary>The suite of stores of models on PostgreSQL, and what several hosts do.</summary>
public sealed class PostgresModelStoreTests(PostgresServer server) : ModelStoreConformance, IAsyncLifetime
{
    private readonly TestCluster _test = new(server);
    private readonly TemporaryFolder _copies = new();
    private PostgresCluster? _cluster;

    public async ValueTask InitializeAsync() => _cluster = await _test.OpenAsync();

    public ValueTask DisposeAsync()
    {
        _copies.Dispose();
        return _test.DisposeAsync();
    }

    [Fact]
    public void Open_WhenTheHostsCopyIsDamaged_FetchesItAgain()
    {
        var host = Host("one");
        host.Write(Artefact("v1", 0.2));
        host.Open("v1");
        File.WriteAllBytes(Path.Combine(_copies.Combine("one"), "v1", ModelFileNames.Factors), [1, 2, 3]);

        Assert.Equal(Factors, host.Open("v1").Factors.ToArray());
    }

    [Fact]
    public async Task Promote_WhenHostsPromoteAtOnce_ForgetsNone()
    {
        string[] versions = ["v1", "v2", "v3", "v4"];
        foreach (var version in versions) Host("writer").Write(Artefact(version, 0.2));

        await Task.WhenAll(versions.Select(version => Task.Run(() => Host(version).Promote(version))));

        var states = Open().ReadStates();
        Assert.Equal(versions, states.Previous.Append(states.Current!).Order());
    }

    protected override ModelStore Open() => Host(Guid.NewGuid().ToString("N"));

    private PostgresModelStore Host(string name) => new(_cluster!, new ModelFolder(_copies.Combine(name)));
}
