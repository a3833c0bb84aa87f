using Npgsql;
using Profiles.Analytics.Postgres;
using Profiles.Analytics.Queries;

namespace Profiles.Analytics.Stores;

/// <summary>Chooses between the two databases.</summary>
internal static class AnalyticsStores
{
    public static IAnalyticsStore Create(string sqlitePath, AnalyticsOptions options) =>
        options.PostgresConnectionString is { } connection
            ? new PostgresAnalyticsStore(NpgsqlDataSource.Create(connection), options)
            : new SqliteAnalyticsStore(sqlitePath, options);

    public static IQueryExecutor CreateExecutor(string sqlitePath, AnalyticsOptions options) =>
        options.PostgresConnectionString is { } connection
            ? new PostgresQueryExecutor(NpgsqlDataSource.Create(connection), connection, options.Queries)
            : new SqliteQueryExecutor(sqlitePath);

    public static IAnalyticsReader CreateReader(string sqlitePath, AnalyticsOptions options) =>
        options.PostgresConnectionString is { } connection
            ? new PostgresReader(NpgsqlDataSource.Create(connection))
            : new SqliteReader(sqlitePath);
}
