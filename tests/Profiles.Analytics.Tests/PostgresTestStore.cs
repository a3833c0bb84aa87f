using System.Data.Common;
using Npgsql;
using Profiles.Analytics.Postgres;
using Profiles.Analytics.Queries;
using Profiles.Analytics.Stores;

namespace Profiles.Analytics.Tests;

/// <summary>A database of its own on the server of the run.</summary>
internal sealed class PostgresTestStore : TestStore
{
    private readonly string _server;
    private readonly string _name = $"test_{Guid.NewGuid():n}";
    private readonly List<IAsyncDisposable> _opened = [];

    public PostgresTestStore(PostgresServer server)
    {
        Assert.SkipWhen(server.Missing is not null, server.Missing ?? "");
        _server = server.ConnectionString;
        Run($"create database {_name}");
    }

    private string ConnectionString =>
        $"{_server.Replace("Database=postgres", $"Database={_name}")};Search Path=profiles";

    protected override string SetFirstVersion =>
        "update profiles_tables.settings set value = '1' where name = 'version'";

    public override IAnalyticsStore Create(AnalyticsOptions? options = null) =>
        new PostgresAnalyticsStore(Open(), options ?? new AnalyticsOptions());

    public override IAnalyticsReader CreateReader() => new PostgresReader(Open());

    public override async ValueTask DisposeAsync()
    {
        foreach (var each in _opened) await each.DisposeAsync();
        Run($"drop database {_name} with (force)");
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

    private void Run(string sql)
    {
        using var connection = new NpgsqlConnection(_server);
        connection.Open();
#pragma warning disable CA2100 // The test's own text.
        using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
