namespace Profiles.Analytics.Tests;

/// <summary>The suite on SQLite.</summary>
public sealed class SqliteStoreTests : StoreConformance
{
    private protected override TestStore NewStore() => new SqliteTestStore();
}
