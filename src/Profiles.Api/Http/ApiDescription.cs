using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Profiles.Api.Http;

/// <summary>What the OpenAPI document says beyond the routes themselves.</summary>
internal static class ApiDescription
{
    public static void Configure(OpenApiOptions options) => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Info = new OpenApiInfo
        {
            Title = "Profiles",
            Version = "v1",
            Description = "Live viewer profiles: events in, profiles out a moment later, each event counted once. "
                + "Every error is application/problem+json with a stable 'code'.",
        };
        return Task.CompletedTask;
    });
}
