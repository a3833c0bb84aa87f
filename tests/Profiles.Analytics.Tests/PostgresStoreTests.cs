namespace Profiles.Analytics.Tests;

/// <summary>The suite on PostgreSQL.</summary>
public sealed class PostgresStoreTests(PostgresServer server) : StoreConformance
{
    private protected override TestStore NewStore() => new PostgresTestStore(server);
}
