using Profiles.Analytics.Tests;
using Profiles.Storage.Experiments;
using Profiles.Storage.Postgres;
using Profiles.Storage.Tests.Experiments;

namespace Profiles.Storage.Tests.Postgres;

/// <summary>The suite of stores of experiments on PostgreSQL.</summary>
public sealed class PostgresExperimentStoreTests(PostgresServer server) : ExperimentStoreConformance, IAsyncLifetime
{
    private readonly TestCluster _test = new(server);
    private PostgresCluster? _cluster;

    public async ValueTask InitializeAsync() => _cluster = await _test.OpenAsync();

    public ValueTask DisposeAsync() => _test.DisposeAsync();

    protected override IExperimentStore Open() => new PostgresExperimentStore(_cluster!);
}
