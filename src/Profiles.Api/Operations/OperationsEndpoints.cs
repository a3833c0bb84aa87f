using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Profiles.Api.Http;
using Profiles.Contracts;

namespace Profiles.Api.Operations;

/// <summary>What an operator looks at and mends.</summary>
internal static class OperationsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/operations/status", Status)
            .WithTags("Operations").WithSummary("How far each partition is, and what is wrong")
            .Produces<StatusAnswer>();

        routes.MapGet("/v1/operations/dead-letters", ListAsync)
            .WithTags("Operations").WithSummary("Records that could not be folded, the oldest first")
            .Produces<DeadLettersAnswer>().Refuses(StatusCodes.Status400BadRequest);

        routes.MapPost("/v1/operations/dead-letters/replay", ReplayAsync)
            .WithTags("Operations").WithSummary("Append dead letters to the log again; all of them without ids")
            .Accepts<ReplayRequest>(isOptional: true, "application/json")
            .Produces<ReplayAnswer>()
            .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status503ServiceUnavailable);
    }

    private static JsonHttpResult<StatusAnswer> Status(IPlatformStatus platform, IContentCatalogue catalogue)
    {
        var status = platform.Read();
        var answer = new StatusAnswer(
            status.IsReady, status.Reasons, status.Partitions.Sum(partition => partition.Appended),
            status.Partitions.Sum(partition => partition.Folded), status.Partitions.Sum(partition => partition.Lag),
            catalogue.Count, status.Partitions);
        return TypedResults.Json(answer, ApiJson.Default.StatusAnswer);
    }

    private static async Task<IResult> ListAsync(
        IDeadLetters deadLetters, CancellationToken cancellationToken,
        int limit = 100, bool includeReplayed = false)
    {
        if (limit is < 1 or > IDeadLetters.MaxListed)
        {
            return new Problem(
                StatusCodes.Status400BadRequest, "limit",
                $"'limit' is {limit}; it must be from 1 to {IDeadLetters.MaxListed}.");
        }

        var items = await deadLetters.ListAsync(limit, includeReplayed, cancellationToken);
        return TypedResults.Json(new DeadLettersAnswer(items), ApiJson.Default.DeadLettersAnswer);
    }

    private static async Task<IResult> ReplayAsync(HttpContext context, IDeadLetters deadLetters)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.ReplayRequest, new ReplayRequest());
        if (problem is not null) return problem;
        var replayed = await deadLetters.ReplayAsync(request!.Ids ?? [], context.RequestAborted);
        return TypedResults.Json(new ReplayAnswer(replayed), ApiJson.Default.ReplayAnswer);
    }
}
