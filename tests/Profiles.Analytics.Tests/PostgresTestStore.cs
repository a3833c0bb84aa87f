using System.Data.Common;
using Npgsql;
using Profiles.Analytics.Postgres;
using Profiles.Analytics.Queries;
using Profiles.Analytics.Stores;

namespace Profiles.Analytics.Tests;

/// <summary>A database of its own on the server of the run.</summary>
internal sealed class PostgresTestStore : TestStore
{
    private readonly PostgresDatabase _database;
    private readonly List<IAsyncDisposable> _opened = [];

    public PostgresTestStore(PostgresServer server) => _database = new PostgresDatabase(server);

    private string ConnectionString => $"{_database.ConnectionString};Search Path=profiles";

    protected override string SetFirstVersion =>
        "update profiles_tables.settings set value = '1' where name = 'version'";

    public override IAnalyticsStore Create(AnalyticsOptions? options = null) =>
        new PostgresAnalyticsStore(Open(), options ?? new AnalyticsOptions());

    public override IAnalyticsReader CreateReader() => new PostgresReader(Open());

    public override async ValueTask DisposeAsync()
    {
        foreach (var each in _opened) await each.DisposeAsync();
        _database.Dispose();
    }

    protected override IQueryExecutor CreateExecutor()
    {
        var executor = new PostgresQueryExecutor(Open(), ConnectionString, new QueryLimits());
        _opened.Add(executor);
        return executor;
    }

    protected override DbConnection Connect() => new NpgsqlConnection($"{ConnectionString};Timezone=UTC");

    private NpgsqlDataSource Open()
    {
        var source = NpgsqlDataSource.Create(ConnectionString);
        _opened.Add(source);
        return source;
    }
}
