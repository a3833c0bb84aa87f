namespace Profiles.Analytics.Tests;

/// <summary>The suite on SQLite.</summary>
public sealed class SqliteMetricTests : MetricConformance
{
    private protected override TestStore NewStore() => new SqliteTestStore();
}
