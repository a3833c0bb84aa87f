namespace Profiles.Analytics.Tests;

/// <summary>The suite on PostgreSQL.</summary>
public sealed class PostgresConditionTests(PostgresServer server) : ConditionConformance
{
    private protected override int Runs => 100;

    private protected override TestStore NewStore() => new PostgresTestStore(server);
}
