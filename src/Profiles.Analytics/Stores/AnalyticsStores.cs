using Profiles.Analytics.Queries;

namespace Profiles.Analytics.Stores;

/// <summary>Chooses between the two databases.</summary>
internal static class AnalyticsStores
{
    public static IAnalyticsStore Create(string sqlitePath, AnalyticsOptions options) =>
        new SqliteAnalyticsStore(sqlitePath, options);

    public static IQueryExecutor CreateExecutor(string sqlitePath, AnalyticsOptions options) =>
        new SqliteQueryExecutor(sqlitePath);

    public static IAnalyticsReader CreateReader(string sqlitePath, AnalyticsOptions options) =>
        new SqliteReader(sqlitePath);
}
