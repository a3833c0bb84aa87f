using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using Profiles.Analytics;
using Profiles.Analytics.Metrics;
using Profiles.Analytics.Queries;
using Profiles.Analytics.Results;
using Profiles.Analytics.Stores;
using Profiles.Core.Experiments.Definitions;

namespace Profiles.Benchmarks.Tables;

/// <summary>
/// Results of an experiment and queries of analysts over tables of a given size: on SQLite, or on PostgreSQL in the
/// empty database that <c>PROFILES_ANALYTICS</c> names.
/// </summary>
internal static class TablesBenchmark
{
    private const string Variable = "PROFILES_ANALYTICS";

    // An analyst would have been cut off at 30 s.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private static readonly string[] WatchTypes = ["play", "progress", "complete", "stop"];

    private static readonly (string Name, string Sql)[] Queries =
    [
        ("query: units of each variant",
            "select variant, count(distinct unit) as units from exposures where experiment = 'checkout' "
            + "and bucket_version = 0 and is_multiple = 0 group by variant order by variant"),
        ("query: experiment_by_day",
            "select day, variant, new_units, units from experiment_by_day where experiment = 'checkout' "
            + "order by day, variant"),
        ("query: plays in the day after exposure",
            "select e.variant, count(distinct e.unit) as units, count(o.event_key) as plays from exposures e "
            + "left join outcomes o on o.unit = e.unit and o.unit_kind = e.unit_kind and o.type = 'play' "
            + "and o.occurred_at_ms >= e.occurred_at_ms and o.occurred_at_ms < e.occurred_at_ms + 86400000 "
            + "where e.experiment = 'checkout' and e.bucket_version = 0 and e.is_multiple = 0 "
            + "group by e.variant order by e.variant"),
        ("query: events by type and day",
            "select day, type, count(*) as events from outcomes group by day, type order by day, type"),
        ("query: what was completed most",
            "select content_id, count(*) as completes, count(distinct unit) as units from outcomes "
            + "where type = 'complete' and content_id is not null "
            + "group by content_id order by completes desc, content_id limit 20"),
        ("query: the viewers who watched longest",
            "select unit, watch_seconds, plays, completes, last_at from user_metrics where unit_kind = 'user' "
            + "order by watch_seconds desc, unit limit 20"),
    ];

    public static async Task RunSqliteAsync(string path, int exposures, int outcomes)
    {
        var file = Path.Combine(path, "analytics.db");
        await RunAsync(
            new AnalyticsOptions(), file, new SqliteFill(file), new TableContents(exposures, outcomes));
        Report.Line("size of the file", new FileInfo(file).Length / 1e9, "GB", "-", "");
    }

    public static async Task RunPostgresAsync(string path, int exposures, int outcomes)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } connection)
        {
            Console.WriteLine($"PostgreSQL is left out: {Variable} names no empty database.");
            return;
        }

        await using var source = NpgsqlDataSource.Create(connection);
        await RunAsync(
            new AnalyticsOptions { PostgresConnectionString = connection }, path, new PostgresFill(source),
            new TableContents(exposures, outcomes));
        await using var size = source.CreateCommand("select pg_database_size(current_database())");
        Report.Line("size of the database", (long)(await size.ExecuteScalarAsync())! / 1e9, "GB", "-", "");
    }

    private static async Task RunAsync(
        AnalyticsOptions options, string file, ITableFill fill, TableContents contents)
    {
        await using (var store = AnalyticsStores.Create(file, options))
            await store.OpenAsync(new LogSource("benchmark", 1), CancellationToken.None);
        var clock = Stopwatch.StartNew();
        await fill.WriteAsync(contents);
        Report.Line("tables filled", clock.Elapsed.TotalSeconds, "s", "-", "");

        await ReadResultsAsync(new TimedReader(AnalyticsStores.CreateReader(file, options)));
        options.Queries.Timeout = Longest;
        var executor = AnalyticsStores.CreateExecutor(file, options);
        using var queries = new AnalyticsQueries(executor, options.Queries, TimeProvider.System);
        foreach (var (name, sql) in Queries) await TimeAsync(queries, name, sql);
        if (executor is IAsyncDisposable open) await open.DisposeAsync();
    }

    private static async Task ReadResultsAsync(TimedReader reader)
    {
        var metrics = Metrics();
        reader.Names.Enqueue("units of each variant, and the sample ratio");
        foreach (var metric in metrics) reader.Names.Enqueue($"metric: {metric.Name}");
        var experiment = new ExperimentDefinition
        {
            Key = TableContents.Experiment, Name = "", Salt = "",
            Variants = [Variant("control"), Variant("twenty")],
            PrimaryMetric = metrics[0].Key, Metrics = [.. metrics.Skip(1).Select(metric => metric.Key)],
        };
        var start = DateTimeOffset.FromUnixTimeMilliseconds(TableContents.Start);
        await new ExperimentResults(new ExperimentMetricsReader(reader)).ReadAsync(
            TableContents.Tenant, new ExperimentSet { Metrics = metrics, Experiments = [experiment] }, experiment,
            new ResultsRequest(start, start.AddDays(30)), CancellationToken.None);
    }

    private static ImmutableArray<MetricDefinition> Metrics()
    {
        var plays = new MetricMeasure(["play"], MetricAggregation.Count, null);
        var watched = new MetricMeasure([.. WatchTypes], MetricAggregation.WatchSeconds, null);
        return
        [
            new() { Key = "plays", Name = "mean of plays", Numerator = plays },
            new()
            {
                Key = "completed", Name = "share that completed", Kind = MetricKind.Proportion,
                Numerator = new MetricMeasure(["complete"], MetricAggregation.Count, null),
            },
            new()
            {
                Key = "watched", Name = "watch seconds, CUPED of 3 days, winsorized at 0.99", Numerator = watched,
                CupedDays = 3, WinsorizeQuantile = 0.99,
            },
            new()
            {
                Key = "watched-by-play", Name = "watch seconds by play", Kind = MetricKind.Ratio, Numerator = watched,
                Denominator = plays,
            },
            new()
            {
                Key = "median", Name = "median of watch seconds", Kind = MetricKind.Quantile, Quantile = 0.5,
                Numerator = watched,
            },
        ];
    }

    private static async Task TimeAsync(AnalyticsQueries queries, string name, string sql)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            await using var run = await queries.StartAsync(new QueryText(sql, []), null, CancellationToken.None);
            await foreach (var _ in run.ReadAsync(CancellationToken.None))
            {
            }

            Report.Line(name, clock.Elapsed.TotalSeconds, "s", "-", queries.Database);
        }
        catch (QueryException refused) when (refused.Code == QueryException.TooLong)
        {
            Console.WriteLine($"{name,-58} ended after {clock.Elapsed.TotalSeconds:F0} s");
        }
    }

    private static VariantDefinition Variant(string key) => new(
        key, "", 0.5, ImmutableSortedDictionary<string, JsonElement>.Empty);
}
