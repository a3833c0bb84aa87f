using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Profiles.Api.Http;
using Profiles.Contracts;

namespace Profiles.Api.Operations;

/// <summary>What a load balancer and an operator's alarm ask.</summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Answer("live"))
            .WithTags("Operations").WithSummary("Whether the process answers")
            .Produces<HealthAnswer>();

        routes.MapGet("/health/ready", Ready)
            .WithTags("Operations").WithSummary("Whether events are taken and profiles are up to date")
            .Produces<HealthAnswer>().Refuses(StatusCodes.Status503ServiceUnavailable);
    }

    private static IResult Ready(IPlatformStatus platform)
    {
        var status = platform.Read();
        if (status.IsReady) return Answer("ready");
        return new Problem(
            StatusCodes.Status503ServiceUnavailable, "not_ready", string.Join("; ", status.Reasons))
        {
            RetryAfter = TimeSpan.FromSeconds(1),
        }.With("reasons", status.Reasons);
    }

    private static JsonHttpResult<HealthAnswer> Answer(string status) =>
        TypedResults.Json(new HealthAnswer(status), ApiJson.Default.HealthAnswer);
}
