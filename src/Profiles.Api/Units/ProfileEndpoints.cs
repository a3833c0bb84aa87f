using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Orleans;
using Profiles.Api.Http;
using Profiles.Contracts;
using Profiles.Core.Folding;
using Profiles.Core.Units;
using StableHash = Profiles.Core.Hashing.StableHash;

namespace Profiles.Api.Units;

/// <summary>What is known of a viewer, a moment after they did it.</summary>
internal static class ProfileEndpoints
{
    private const string About =
        "Everything is as of the last event; the embedding is that of the model that serves. With 'after', the answer "
        + "includes every event under it. The ETag is strong: send it back as If-None-Match to be told 304 while "
        + "nothing has changed.";

    public static void Map(IEndpointRouteBuilder routes)
    {
        Describe(routes.MapGet("/v1/profiles/{userId}", GetUserAsync), "A user's live profile");
        Describe(routes.MapGet("/v1/devices/{deviceId}", GetDeviceAsync), "The live profile of an unlinked device");
    }

    private static void Describe(RouteHandlerBuilder route, string summary) => route
        .WithTags("Profiles").WithSummary(summary).WithDescription(About)
        .Produces<ProfileAnswer>()
        .Produces(StatusCodes.Status304NotModified)
        .Refuses(
            StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);

    // The ids are bound for the API's description; UnitPath reads them.
#pragma warning disable IDE0060
    private static Task GetUserAsync(
        string userId, string? after, HttpContext context, IGrainFactory grains, IReadBarrier barrier,
        IOptions<ProfilesApiOptions> options) =>
        GetAsync(UnitKind.User, after, context, grains, barrier, options.Value);

    private static Task GetDeviceAsync(
        string deviceId, string? after, HttpContext context, IGrainFactory grains, IReadBarrier barrier,
        IOptions<ProfilesApiOptions> options) =>
        GetAsync(UnitKind.Device, after, context, grains, barrier, options.Value);
#pragma warning restore IDE0060

    private static async Task GetAsync(
        UnitKind kind, string? after, HttpContext context, IGrainFactory grains, IReadBarrier barrier,
        ProfilesApiOptions options)
    {
        var problem = UnitPath.TryRead(context, kind, out var unit)
            ?? await ReadAfter.WaitAsync(unit, after, context, barrier, options)
            ?? await LinkedDevice.CheckAsync(unit, grains, static user => $"/v1/profiles/{user}");
        if (problem is not null)
        {
            await problem.ExecuteAsync(context);
            return;
        }

        var grain = grains.GetGrain<IUserProfileGrain>(unit.ToGrainKey());
        await AnswerAsync(context, unit, await grain.GetAsync(), await grain.GetEmbeddingAsync());
    }

    private static Task AnswerAsync(
        HttpContext context, UnitKey unit, ProfileView profile, Embedding? embedding)
    {
        if (profile.Version == 0)
        {
            var kind = unit.Kind == UnitKind.User ? "user" : "device";
            return new Problem(
                StatusCodes.Status404NotFound, $"unknown_{kind}",
                $"No event of the {kind} '{unit.Id}' was ever folded.").ExecuteAsync(context);
        }

        var answer = JsonAnswer.Begin();
        ProfileJson.Write(answer.Writer, unit, profile, embedding);
        var tag = string.Create(
            CultureInfo.InvariantCulture, $"\"{profile.Version}-{StableHash.Hash64(answer.Written):x16}\"");
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "private, no-cache";
        if (!EntityTags.IsKnown(context.Request, tag)) return answer.SendAsync(context, StatusCodes.Status200OK);

        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return Task.CompletedTask;
    }
}
