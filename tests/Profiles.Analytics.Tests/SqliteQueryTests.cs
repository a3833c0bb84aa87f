using Profiles.Analytics.Queries;

namespace Profiles.Analytics.Tests;

/// <summary>The suite on SQLite, and what only SQLite could do.</summary>
public sealed class SqliteQueryTests : QueryConformance
{
    private protected override string Endless =>
        "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n";

    [Theory]
    [InlineData("attach database '/tmp/other.db' as other")]
    [InlineData("pragma query_only = 0")]
    [InlineData("select load_extension('mod_spatialite')")]
    [InlineData("select * from sqlite_master")]
    [InlineData("select * from exposure_rows")]
    [InlineData("with x as (select * from outcome_rows) select * from x")]
    [InlineData("select (select count(*) from log_positions) from exposures")]
    public async Task Start_WhenItReachesBeyondTheViews_IsRefused(string sql)
    {
        await using var test = await FilledAsync();

        var refused = await Assert.ThrowsAsync<QueryException>(() => AskAsync(test, sql));

        Assert.Equal(QueryException.Refused, refused.Code);
    }

    [Theory]
    [InlineData("vacuum")]
    [InlineData("begin")]
    [InlineData("reindex")]
    [InlineData("select * from pragma_table_info('exposures')")]
    [InlineData("create temp table t as select * from exposures")]
    public async Task Start_WhenItWouldChangeTheFile_IsRefused(string sql)
    {
        await using var test = await FilledAsync();

        var refused = await Assert.ThrowsAsync<QueryException>(() => AskAsync(test, sql));

        Assert.Equal(QueryException.Writes, refused.Code);
    }

    [Fact]
    public async Task Rows_WhenDimensionsAreTakenApart_HoldThem()
    {
        await using var test = await FilledAsync();

        Assert.Equal(
            "plan,n\r\ngold,3\r\n",
            await AskAsync(
                test, "select json_extract(dimensions, '$.plan') as plan, count(*) as n from exposures group by 1",
                QueryFormat.Csv));
    }

    [Fact]
    public async Task Start_WhenAValueIsHuge_IsRefused()
    {
        await using var test = await FilledAsync();

        var refused = await Assert.ThrowsAsync<QueryException>(() => AskAsync(test, "select hex(zeroblob(3000000))"));

        Assert.Equal(QueryException.TooLarge, refused.Code);
    }

    private protected override TestStore NewStore() => new SqliteTestStore();
}
