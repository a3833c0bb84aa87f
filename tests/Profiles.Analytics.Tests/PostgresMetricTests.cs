namespace Profiles.Analytics.Tests;

/// <summary>The suite on PostgreSQL.</summary>
public sealed class PostgresMetricTests(PostgresServer server) : MetricConformance
{
    private protected override TestStore NewStore() => new PostgresTestStore(server);
}
