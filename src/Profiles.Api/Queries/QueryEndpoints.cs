using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Profiles.Analytics.Queries;
using Profiles.Analytics.Schema;
using Profiles.Api.Http;

namespace Profiles.Api.Queries;

/// <summary>SQL for analysts.</summary>
internal static class QueryEndpoints
{
    private const int MaxBodyBytes = 256 * 1024;

    private const string TruncatedTrailer = "Query-Truncated";

    private const string About =
        "One SELECT over the views of GET /v1/query/schema; $1, $2 and so on are the values of 'parameters'. It reads "
        + "only, and is held to rows, bytes and time; it ends when the caller leaves. The formats csv and ndjson are "
        + "streamed: there the trailer Query-Truncated says whether there are more rows, and a query that fails on "
        + "the way breaks the connection off.";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/query", PostAsync)
            .WithTags("Query").WithSummary("Ask the tables of exposures and outcomes in SQL").WithDescription(About)
            .Accepts<QueryBody>("application/json")
            .Produces<QueryAnswer>()
            .Refuses(
                StatusCodes.Status400BadRequest, StatusCodes.Status413PayloadTooLarge,
                StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status422UnprocessableEntity,
                StatusCodes.Status503ServiceUnavailable);
        routes.MapGet("/v1/query/schema", GetSchema)
            .WithTags("Query").WithSummary("The views that a query may read, and what their columns mean")
            .Produces<QuerySchemaAnswer>().Refuses(StatusCodes.Status503ServiceUnavailable);
    }

    private static IResult GetSchema(IServiceProvider services)
    {
        if (services.GetService<IAnalyticsQueries>() is not { } queries) return Off();
        var answer = new QuerySchemaAnswer(
            queries.Database,
            [.. AnalyticsViews.All.Select(view => new QuerySchemaAnswer.QueryView(
                view.Name, view.Meaning,
                [.. view.Columns.Select(column => new QuerySchemaAnswer.QueryViewColumn(
                    column.Name, column.Type.ToString().ToLowerInvariant(), column.Meaning))]))]);
        return TypedResults.Json(answer, ApiJson.Default.QuerySchemaAnswer);
    }

    private static async Task PostAsync(HttpContext context, IServiceProvider services)
    {
        var (body, problem) = await JsonBody.ReadAsync(
            context, ApiJson.Default.QueryBody, whenEmpty: null, MaxBodyBytes);
        problem ??= Check(body!);
        var queries = services.GetService<IAnalyticsQueries>();
        if (queries is null) problem ??= Off();
        if (problem is not null)
        {
            await problem.ExecuteAsync(context);
            return;
        }

        try
        {
            var text = new QueryText(body!.Sql, [.. (body.Parameters ?? []).Select(ValueOf)]);
            await using var run = await queries!.StartAsync(text, body.MaxRows, context.RequestAborted);
            await AnswerAsync(context, run, FormatOf(body)!.Value);
        }
        catch (QueryException refused) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            await ProblemOf(refused).ExecuteAsync(context);
        }
        catch (QueryException)
        {
            // Rows were sent; only a broken connection says that they are not all.
            context.Abort();
        }
    }

    private static async Task AnswerAsync(HttpContext context, QueryRun run, QueryFormat format)
    {
        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        response.ContentType = format switch
        {
            QueryFormat.Json => "application/json",
            QueryFormat.Ndjson => "application/x-ndjson",
            QueryFormat.Csv => "text/csv; charset=utf-8; header=present",
            _ => "text/plain; charset=utf-8",
        };
        if (format == QueryFormat.Json)
        {
            // Held until it is whole, so that a failure on the way is a problem document.
            using var whole = new MemoryStream();
            await QueryWriter.WriteAsync(run, format, whole, context.RequestAborted);
            response.ContentLength = whole.Length;
            whole.Position = 0;
            await whole.CopyToAsync(response.Body, context.RequestAborted);
            return;
        }

        if (response.SupportsTrailers()) response.DeclareTrailer(TruncatedTrailer);
        await QueryWriter.WriteAsync(run, format, response.Body, context.RequestAborted);
        if (response.SupportsTrailers())
            response.AppendTrailer(TruncatedTrailer, run.IsTruncated ? "true" : "false");
    }

    private static Problem? Check(QueryBody body)
    {
        if (FormatOf(body) is null)
        {
            return new Problem(
                StatusCodes.Status400BadRequest, "format",
                $"'{body.Format}' is not a format; take json, ndjson, csv or table.");
        }

        if (body.MaxRows is < 1)
            return new Problem(StatusCodes.Status400BadRequest, "maxRows", "'maxRows' must be at least 1.");
        return (body.Parameters ?? []).Any(value => value.ValueKind is JsonValueKind.Array or JsonValueKind.Object)
            ? new Problem(
                StatusCodes.Status400BadRequest, "parameters",
                "A parameter is text, a number, true, false or null.")
            : null;
    }

    private static QueryFormat? FormatOf(QueryBody body) => body.Format switch
    {
        null or "json" => QueryFormat.Json,
        "ndjson" => QueryFormat.Ndjson,
        "csv" => QueryFormat.Csv,
        "table" => QueryFormat.Table,
        _ => null,
    };

    private static object? ValueOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : value.GetDouble(),
        _ => null,
    };

    private static Problem ProblemOf(QueryException refused)
    {
        var status = refused.Code switch
        {
            QueryException.TooLong or QueryException.TooLarge => StatusCodes.Status422UnprocessableEntity,
            QueryException.Busy or QueryException.Unavailable => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status400BadRequest,
        };
        var problem = new Problem(status, refused.Code, refused.Message)
        {
            RetryAfter = status == StatusCodes.Status503ServiceUnavailable ? TimeSpan.FromSeconds(1) : null,
        };
        return refused.Position is { } position
            ? problem.With("position", position.ToString(CultureInfo.InvariantCulture))
            : problem;
    }

    private static Problem Off() => new(
        StatusCodes.Status503ServiceUnavailable, QueryException.Unavailable, "This server keeps no tables.");
}
