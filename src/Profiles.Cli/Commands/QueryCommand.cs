using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Profiles.Analytics;
using Profiles.Analytics.Queries;
using Profiles.Storage;

namespace Profiles.Cli.Commands;

/// <summary>Asks the tables of exposures and outcomes in SQL.</summary>
internal static class QueryCommand
{
    public static Command Create(CliConsole console)
    {
        var sql = new Argument<string>("SQL")
        {
            Description = "One SELECT over the views: exposures, outcomes, links, experiment_by_day, user_metrics.",
        };
        var format = new Option<string>("--format")
        {
            Description = "How rows are printed: table, csv, json or ndjson.",
            HelpName = "FORMAT",
            DefaultValueFactory = _ => "table",
        };
        format.AcceptOnlyFromAmong("table", "csv", "json", "ndjson");
        var maxRows = CommonOptions.Number(
            "--max-rows", "The most rows.", 1, 100_000_000, QueryLimits.DefaultRows);
        var (data, url, analytics) = (CommonOptions.Data(), CommonOptions.Url(), CommonOptions.Analytics());
        var command = new Command("query", "Asks the tables of exposures and outcomes in SQL; it reads only.")
        {
            sql, format, maxRows, data, url, analytics,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (text, form) = (parsed.GetValue(sql)!, parsed.GetValue(format)!);
            var rows = parsed.GetValue(maxRows);
            if (parsed.GetValue(url) is { } server)
            {
                await AskServerAsync(server, text, form, rows, console, cancellationToken);
            }
            else
            {
                var options = new AnalyticsOptions { PostgresConnectionString = parsed.GetValue(analytics) };
                await AskDataAsync(parsed.GetValue(data)!, options, text, form, rows, console, cancellationToken);
            }

            return CommandLine.Success;
        });
        return command;
    }

    private static async Task AskDataAsync(
        string dataPath, AnalyticsOptions options, string sql, string format, int maxRows, CliConsole console,
        CancellationToken cancellationToken)
    {
        if (!DataFolder.Exists(dataPath)) throw new CliException($"There is no data folder {dataPath}.");
        try
        {
            await LocalTables.CatchUpAsync(dataPath, options, NullLoggerFactory.Instance, cancellationToken);
            var queries = LocalTables.Open(dataPath, options);
            await using var run = await queries.StartAsync(new QueryText(sql, []), maxRows, cancellationToken);
            await QueryWriter.WriteAsync(
                run, Enum.Parse<QueryFormat>(format, ignoreCase: true), console.OutStream, cancellationToken);
            if (run.IsTruncated)
                await console.Error.WriteLineAsync($"profiles: there are more than {maxRows} rows; see --max-rows");
        }
        catch (QueryException refused)
        {
            var at = refused.Position is { } position ? $" (at character {position})" : "";
            throw new CliException($"{refused.Code}: {refused.Message}{at}");
        }
    }

    private static async Task AskServerAsync(
        Uri url, string sql, string format, int maxRows, CliConsole console, CancellationToken cancellationToken)
    {
        using var server = new ServerClient(url);
        using var body = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteString("sql", sql);
            writer.WriteString("format", format);
            writer.WriteNumber("maxRows", maxRows);
            writer.WriteEndObject();
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/query")
        {
            Content = new ByteArrayContent(body.ToArray())
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            },
        };
        using var response = await server.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode) throw await ServerClient.FailureOfAsync(response, cancellationToken);
        await response.Content.CopyToAsync(console.OutStream, cancellationToken);
    }
}
