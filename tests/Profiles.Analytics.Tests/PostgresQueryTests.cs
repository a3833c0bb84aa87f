using Profiles.Analytics.Queries;

namespace Profiles.Analytics.Tests;

/// <summary>The suite on PostgreSQL, and what only PostgreSQL could do.</summary>
public sealed class PostgresQueryTests(PostgresServer server) : QueryConformance
{
    private protected override string Endless => "select pg_sleep(600)";

    [Theory]
    [InlineData(QueryException.Refused, "select * from profiles_tables.outcome_rows")]
    [InlineData(QueryException.Refused, "select * from profiles_tables.settings")]
    [InlineData(QueryException.Refused, "select pg_read_file('/etc/passwd')")]
    [InlineData(QueryException.Refused, "set session authorization postgres")]
    [InlineData(QueryException.Failed, "select set_config('transaction_read_only', 'off', true)")]
    [InlineData(QueryException.Refused, "select set_config('role', 'postgres', false)")]
    [InlineData(QueryException.Failed, "select query_to_xml('create table mine(a int)', true, true, '')")]
    [InlineData(QueryException.Refused, "select * from pg_authid")]
    public async Task Start_WhenItReachesBeyondTheViews_IsRefused(string code, string sql)
    {
        await using var test = await FilledAsync();

        var refused = await Assert.ThrowsAsync<QueryException>(() => AskAsync(test, sql));

        Assert.Equal(code, refused.Code);
    }

    [Fact]
    public async Task Start_WhenSettingsWereChangedBefore_StartsFromTheirDefaults()
    {
        await using var test = await FilledAsync();
        var queries = test.Query(new QueryLimits { MaxConcurrent = 1 });
        foreach (var sql in (string[])[
            "select set_config('search_path', 'pg_catalog', false)", "select count(*) from exposures",
        ])
        {
            await using var run = await queries.StartAsync(
                new QueryText(sql, []), null, TestContext.Current.CancellationToken);
            await foreach (var row in run.ReadAsync(TestContext.Current.CancellationToken)) Assert.Single(row);
        }
    }

    private protected override TestStore NewStore() => new PostgresTestStore(server);
}
