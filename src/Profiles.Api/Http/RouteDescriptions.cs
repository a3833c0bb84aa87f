using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Profiles.Api.Http;

/// <summary>What the OpenAPI document says of routes.</summary>
internal static class RouteDescriptions
{
    /// <summary>Says with which status codes a route answers problems.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
            route.Produces<ProblemAnswer>(status, Problem.ContentType);
        return route;
    }
}
