using System.Data.Common;
using Microsoft.Data.Sqlite;
using Profiles.Analytics.Queries;
using Profiles.Analytics.Stores;

namespace Profiles.Analytics.Tests;

internal sealed class SqliteTestStore : TestStore
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("profiles-analytics-");

    public string Path => System.IO.Path.Combine(_folder.FullName, "analytics.db");

    protected override string SetFirstVersion => "pragma user_version = 1";

    public override IAnalyticsStore Create(AnalyticsOptions? options = null) =>
        new SqliteAnalyticsStore(Path, options ?? new AnalyticsOptions());

    public override IAnalyticsReader CreateReader() => new SqliteReader(Path);

    public override ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    protected override IQueryExecutor CreateExecutor() => new SqliteQueryExecutor(Path);

    protected override DbConnection Connect() => new SqliteConnection($"Data Source={Path};Pooling=False");
}
