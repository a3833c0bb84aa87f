using Profiles.Analytics.Tests;
using Profiles.Storage.Operations;
using Profiles.Storage.Postgres;
using Profiles.Storage.Tests.Operations;

namespace Profiles.Storage.Tests.Postgres;

/// <summary>The suite of stores of dead letters on PostgreSQL.</summary>
public sealed class PostgresDeadLetterStoreTests(PostgresServer server) : DeadLetterStoreConformance, IAsyncLifetime
{
    private readonly TestCluster _test = new(server);
    private PostgresCluster? _cluster;

    public async ValueTask InitializeAsync() => _cluster = await _test.OpenAsync();

    public ValueTask DisposeAsync() => _test.DisposeAsync();

    protected override IDeadLetterStore Open() => new PostgresDeadLetterStore(_cluster!);
}
