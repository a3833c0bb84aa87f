using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Profiles.Api.Metrics;

/// <summary>What Prometheus scrapes.</summary>
internal static class MetricsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/metrics", WriteAsync)
        .WithTags("Operations").WithSummary("Every meter of the process, in the text format of Prometheus")
        .Produces<string>(contentType: "text/plain");

    private static async Task WriteAsync(HttpContext context, MetricsCollector collector)
    {
        context.Response.ContentType = PrometheusText.ContentType;
        collector.Write(context.Response.BodyWriter);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
