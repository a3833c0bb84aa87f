using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Profiles.Api.Http;
using Profiles.Contracts;

namespace Profiles.Api.Models;

/// <summary>Which version of the model serves.</summary>
internal static class ModelEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/models", (IModels models) => TypedResults.Json(
                models.Read(), ApiJson.Default.ModelStatus))
            .WithTags("Models").WithSummary("The versions of the model, and which one serves")
            .Produces<ModelStatus>();

        routes.MapPost("/v1/models/{version}/promote", Promote)
            .WithTags("Models").WithSummary("Let a version serve")
            .WithDescription(
                "Refused with 409 where it cannot be used, or where one of its offline metrics is below that of the "
                + "version that serves, unless 'force' is true. No request fails meanwhile.")
            .Produces<ModelAnswer>().Refuses(StatusCodes.Status409Conflict);

        routes.MapPost("/v1/models/rollback", (IModels models) => Answer(models.Rollback()))
            .WithTags("Models").WithSummary("Let the version serve that served before")
            .Produces<ModelAnswer>().Refuses(StatusCodes.Status409Conflict);

        routes.MapPut("/v1/models/shadow", SetShadowAsync)
            .WithTags("Models").WithSummary("Let a version score in the shadow of the one that serves; null for none")
            .Accepts<ShadowBody>("application/json")
            .Produces<ModelAnswer>()
            .Refuses(
                StatusCodes.Status400BadRequest, StatusCodes.Status409Conflict,
                StatusCodes.Status415UnsupportedMediaType);
    }

    private static IResult Promote(string version, IModels models, bool force = false) =>
        Answer(models.Promote(version, force));

    private static async Task<IResult> SetShadowAsync(HttpContext context, IModels models)
    {
        var (body, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.ShadowBody, new ShadowBody());
        return problem ?? Answer(models.SetShadow(body!.Version));
    }

    private static IResult Answer(ModelAnswer answer) => answer.IsDone
        ? TypedResults.Json(answer, ApiJson.Default.ModelAnswer)
        : new Problem(StatusCodes.Status409Conflict, "model_refused", answer.Reason + ".");
}
