using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Profiles.Api.Http;

namespace Profiles.Api.Protocols;

/// <summary>What GrowthBook's SDKs ask a server: the payload, and to be told of changes.</summary>
internal static class GrowthBookEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/features/{clientKey}", GetAsync)
            .WithTags("Flags").WithSummary("The flags as GrowthBook's SDKs evaluate them")
            .WithDescription(
                "The key of the path is an API key or a client key; any where none is configured. Whoever has it can "
                + "read all rules, and the ids of testers; as 'encryptedFeatures' where the key has one to decrypt "
                + "them with. Exposures are the client's to send.")
            .Produces<GrowthBookFeatures>()
            .Produces(StatusCodes.Status304NotModified);
        routes.MapGet("/sub/{clientKey}", FollowAsync)
            .WithTags("Flags").WithSummary("The flags as GrowthBook's SDKs evaluate them, at each change")
            .WithDescription(
                "Server-sent events 'features' with the payload; at once unless Last-Event-ID names the present flags.")
            .Produces<string>(StatusCodes.Status200OK, "text/event-stream")
            .Refuses(StatusCodes.Status503ServiceUnavailable);
    }

    private static Task GetAsync(HttpContext context, PlanStreams streams)
    {
        var plan = streams.Current;
        var response = context.Response;
        var tag = $"\"{plan.Version}\"";

        // Weak: the date may differ between hosts, and after a restart, where the flags do not.
        response.Headers.ETag = $"W/{tag}";
        response.Headers.CacheControl = "no-cache";
        response.Headers["x-sse-support"] = "enabled";
        if (EntityTags.IsKnown(context.Request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        var body = plan.PayloadFor(context.Features.Get<PayloadKey>()).Body;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private static Task FollowAsync(HttpContext context, PlanStreams streams)
    {
        var last = context.Request.Headers["Last-Event-ID"];
        var key = context.Features.Get<PayloadKey>();
        return streams.SendAsync(context, last.Count == 1 ? last[0] : null, plan => plan.PayloadFor(key).Message);
    }
}
