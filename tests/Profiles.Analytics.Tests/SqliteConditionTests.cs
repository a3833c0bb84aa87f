namespace Profiles.Analytics.Tests;

/// <summary>The suite on SQLite.</summary>
public sealed class SqliteConditionTests : ConditionConformance
{
    private protected override int Runs => 1000;

    private protected override TestStore NewStore() => new SqliteTestStore();
}
