using System.Data.Common;
using System.Globalization;
using Profiles.Analytics.Queries;
using Profiles.Analytics.Schema;
using Profiles.Analytics.Stores;

namespace Profiles.Analytics.Tests;

/// <summary>An empty database of one of the two kinds, and what is needed to look into it.</summary>
internal abstract class TestStore : IAsyncDisposable
{
    public static LogSource Source { get; } = new("2026-01-01T00:00:00Z", 4);

    /// <summary>A store on the database; each call gives another one on the same.</summary>
    public abstract IAnalyticsStore Create(AnalyticsOptions? options = null);

    public IAnalyticsQueries Query(QueryLimits limits) =>
        new AnalyticsQueries(CreateExecutor(), limits, TimeProvider.System);

    public abstract IAnalyticsReader CreateReader();

    public abstract ValueTask DisposeAsync();

    public async Task<IAnalyticsStore> OpenAsync(AnalyticsOptions? options = null)
    {
        var store = Create(options);
        await store.OpenAsync(Source, TestContext.Current.CancellationToken);
        return store;
    }

    /// <summary>Makes the tables what the first version was: outcomes lacked the last three columns.</summary>
    public async Task MakeFirstVersionAsync()
    {
        var dialect = CreateReader().Dialect;
        var views = dialect == SqlDialect.Sqlite ? "" : "profiles.";
        var view = AnalyticsViews.All.Single(each => each.Name == "outcomes");
        await ReadAsync($"drop view {views}outcomes");
        foreach (var column in view.Columns[^3..])
            await ReadAsync($"alter table {dialect.Tables}outcome_rows drop column {column.Name}");
        var first = view with { Columns = view.Columns[..^3] };
        await ReadAsync($"create view {views}outcomes as {first.Select(dialect)}");
        await ReadAsync(SetFirstVersion);
    }

    /// <summary>Rows as lines, values separated by a bar.</summary>
    public async Task<string[]> ReadAsync(string sql)
    {
        await using var connection = Connect();
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var lines = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            var values = new object[reader.FieldCount];
            reader.GetValues(values);
            lines.Add(string.Join('|', values.Select(TextOf)));
        }

        return [.. lines];
    }

    protected abstract string SetFirstVersion { get; }

    protected abstract DbConnection Connect();

    protected abstract IQueryExecutor CreateExecutor();

    private static string TextOf(object value) => value switch
    {
        DBNull => "",
        DateTime time => time.ToString(
            time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
