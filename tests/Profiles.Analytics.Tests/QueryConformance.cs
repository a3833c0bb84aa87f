using System.Text;
using Profiles.Analytics.Queries;
using Profiles.Analytics.Schema;
using Profiles.Core.Events;
using static Profiles.Analytics.Tests.SomeRecords;

namespace Profiles.Analytics.Tests;

/// <summary>What queries may and may not on every store; each kind runs all of it.</summary>
public abstract class QueryConformance
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected abstract string Endless { get; }

    public static TheoryData<string, string> Refusals => new()
    {
        { QueryException.Writes, "insert into links(tenant) values ('a')" },
        { QueryException.Writes, "delete from exposures" },
        { QueryException.Writes, "update outcomes set value = 1" },
        { QueryException.Writes, "create table mine(a integer)" },
        { QueryException.Writes, "drop view exposures" },
        { QueryException.Refused, "select 1; select 2" },
        { QueryException.Refused, "select 1; drop view exposures" },
        { QueryException.Syntax, "" },
        { QueryException.Syntax, "-- nothing" },
        { QueryException.Syntax, "select from where" },
        { QueryException.Syntax, "select no_such_column from exposures" },
        { QueryException.Syntax, "select * from no_such_table" },
        { QueryException.Syntax, "select $1" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Start_WhenItIsNotForQueries_IsRefusedByNameAndChangesNothing(string code, string sql)
    {
        await using var test = await FilledAsync();
        var before = await test.ReadAsync("select count(*) from exposures");

        var refused = await Assert.ThrowsAsync<QueryException>(() => AskAsync(test, sql));

        Assert.Equal(code, refused.Code);
        Assert.Equal(before, await test.ReadAsync("select count(*) from exposures"));
    }

    [Theory]
    [InlineData("select count(*) as n from exposures")]
    [InlineData("select count(*) as n from outcomes")]
    [InlineData("select count(*) as n from links")]
    public async Task Start_WhenItCountsTheRowsOfAView_IsAnswered(string sql)
    {
        await using var test = await FilledAsync();

        Assert.Contains("\"rows\":[[", await AskAsync(test, sql));
    }

    [Fact]
    public async Task Start_WhenTheSyntaxIsWrong_SaysWhere()
    {
        await using var test = await FilledAsync();

        var refused = await Assert.ThrowsAsync<QueryException>(
            () => AskAsync(test, "select variant, count(*) form exposures group bye variant"));

        Assert.Equal(31, refused.Position);
    }

    [Fact]
    public async Task Start_WhenItRunsTooLong_IsEnded()
    {
        await using var test = await FilledAsync();

        var refused = await Assert.ThrowsAsync<QueryException>(() => AskAsync(
            test, Endless, limits: new QueryLimits { Timeout = TimeSpan.FromMilliseconds(200) }));

        Assert.Equal(QueryException.TooLong, refused.Code);
    }

    [Fact]
    public async Task Start_WhenTheCallerLeaves_EndsInTheDatabase()
    {
        await using var test = await FilledAsync();
        var queries = test.Query(new QueryLimits { MaxConcurrent = 1, Timeout = TimeSpan.FromMinutes(10) });
        using var leaving = new CancellationTokenSource();
        var running = queries.StartAsync(new QueryText(Endless, []), null, leaving.Token);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        // Its slot is free again: the next one is answered.
        await using var next = await queries.StartAsync(new QueryText("select 1", []), null, Cancellation);
        Assert.Single(next.Columns);
    }

    [Fact]
    public async Task Rows_WhenThereAreMoreThanAskedFor_AreCutAndSaidToBe()
    {
        await using var test = await FilledAsync();

        Assert.Equal(
            "{\"columns\":[{\"name\":\"unit\",\"type\":\"text\"}],\"rows\":[[\"ann\"],[\"bob\"]],\"truncated\":true}",
            await AskAsync(test, "select unit from exposures order by unit", maxRows: 2));
        Assert.Contains("\"truncated\":false", await AskAsync(
            test, "select unit from exposures order by unit", maxRows: 3), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_WhenTheyAreTooLarge_AreRefused()
    {
        await using var test = await FilledAsync();

        var refused = await Assert.ThrowsAsync<QueryException>(() => AskAsync(
            test,
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000) select i, 'aaaaaa' from n",
            limits: new QueryLimits { MaxBytes = 1_024 }));

        Assert.Equal(QueryException.TooLarge, refused.Code);
    }

    [Fact]
    public async Task Answer_WhenAskedForInEachForm_HoldsTheSame()
    {
        await using var test = await FilledAsync();
        const string Sql = "select unit, is_multiple, slate_id as \"a\"\"b\", 0.5 as half, occurred_at, day, "
            + "device_id from exposures where unit = $1";

        Assert.Equal(
            "unit,is_multiple,\"a\"\"b\",half,occurred_at,day,device_id\r\n"
            + "ann,0,s1,0.5,2026-01-01T00:00:00.001Z,2026-01-01,\r\n",
            await AskAsync(test, Sql, QueryFormat.Csv, parameters: ["ann"]));
        Assert.Equal(
            "{\"unit\":\"ann\",\"is_multiple\":0,\"a\\\"b\":\"s1\",\"half\":0.5,"
            + "\"occurred_at\":\"2026-01-01T00:00:00.001Z\",\"day\":\"2026-01-01\",\"device_id\":null}\n",
            await AskAsync(test, Sql, QueryFormat.Ndjson, parameters: ["ann"]));
        Assert.Equal(
            "unit  is_multiple\n----  -----------\nann   0\n(1 row)\n",
            await AskAsync(
                test, "select unit, is_multiple from exposures where unit = $1", QueryFormat.Table,
                parameters: ["ann"]));
    }

    [Fact]
    public async Task Views_WhenAskedFor_HaveTheColumnsThatAreDeclared()
    {
        await using var test = await FilledAsync();
        foreach (var view in AnalyticsViews.All)
        {
            await using var run = await test.Query(new QueryLimits()).StartAsync(
                new QueryText($"select * from {view.Name}", []), null, Cancellation);
            Assert.Equal(view.Columns.Select(column => column.Name), run.Columns.Select(column => column.Name));
        }
    }

    private protected abstract TestStore NewStore();

    private protected async Task<TestStore> FilledAsync()
    {
        var test = NewStore();
        await using var store = await test.OpenAsync();
        await store.WriteAsync(
            Run(
                0, 0, Exposed(User("ann"), "blue", Start + 1), Exposed(User("bob"), "red", Start + 2),
                Exposed(User("cid"), "red", Start + 3),
                Happened(User("ann"), "e1", ViewingEventType.Play, Start + 4), Linked(Device("box"), "ann")),
            Cancellation);
        return test;
    }

    private protected static async Task<string> AskAsync(
        TestStore test, string sql, QueryFormat format = QueryFormat.Json, int? maxRows = null,
        QueryLimits? limits = null, object?[]? parameters = null)
    {
        await using var run = await test.Query(limits ?? new QueryLimits()).StartAsync(
            new QueryText(sql, parameters ?? []), maxRows, Cancellation);
        using var bytes = new MemoryStream();
        await QueryWriter.WriteAsync(run, format, bytes, Cancellation);
        var text = Encoding.UTF8.GetString(bytes.ToArray());
        var elapsed = text.IndexOf(",\"elapsedMs\":", StringComparison.Ordinal);
        return elapsed < 0 ? text : text[..elapsed] + "}";
    }
}
