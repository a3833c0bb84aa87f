using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Orleans;
using Profiles.Api.Http;
using Profiles.Contracts;
using Profiles.Core.Units;

namespace Profiles.Api.Units;

/// <summary>Says whose a device is.</summary>
internal static class LinkEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/profiles/{userId}/link", LinkAsync)
            .WithTags("Profiles").WithSummary("Merge a device's profile into a user's, now and for its later events")
            .Accepts<LinkRequest>("application/json")
            .Produces<LinkAnswer>()
            .Refuses(
                StatusCodes.Status400BadRequest, StatusCodes.Status409Conflict,
                StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status503ServiceUnavailable);

        routes.MapDelete("/v1/profiles/{userId}/link/{deviceId}", UnlinkAsync)
            .WithTags("Profiles").WithSummary("Unlink a device; what was merged stays with the user")
            .Produces<LinkAnswer>()
            .Refuses(
                StatusCodes.Status400BadRequest, StatusCodes.Status409Conflict,
                StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> LinkAsync(
        string userId, HttpContext context, IGrainFactory grains, IReadBarrier barrier,
        IOptions<ProfilesApiOptions> options)
    {
        if (UnitPath.TryReadUser(context, out var user) is { } invalidUser) return invalidUser;
        var (request, invalidBody) = await JsonBody.ReadAsync(context, ApiJson.Default.LinkRequest);
        if (invalidBody is not null) return invalidBody;
        if (UnitPath.Check("deviceId", request!.DeviceId) is { } invalidDevice) return invalidDevice;

        var device = UnitKey.Device(user.Tenant, request.DeviceId);
        var grain = grains.GetGrain<IUserProfileGrain>(device.ToGrainKey());
        var token = await grain.LinkAsync(user.Id);
        if (!await IsReachedAsync(device, token, barrier, options.Value, context)) return NotYet(token);

        var link = await grain.GetLinkAsync();
        return link.UserId == user.Id ? Answer(user, device, token) : LinkedElsewhere(device, link);
    }

    private static async Task<IResult> UnlinkAsync(
        string userId, string deviceId, HttpContext context, IGrainFactory grains, IReadBarrier barrier,
        IOptions<ProfilesApiOptions> options)
    {
        if (UnitPath.TryReadUser(context, out var user) is { } invalidUser) return invalidUser;
        if (UnitPath.TryReadLinkedDevice(context, out var device) is { } invalidDevice) return invalidDevice;

        var grain = grains.GetGrain<IUserProfileGrain>(device.ToGrainKey());
        var before = await grain.GetLinkAsync();
        if (before.UserId is null) return Answer(user, device, ReadToken.Empty.ToString());
        if (before.UserId != user.Id) return LinkedElsewhere(device, before);

        var token = await grain.UnlinkAsync();
        if (!await IsReachedAsync(device, token, barrier, options.Value, context)) return NotYet(token);
        return Answer(user, device, token);
    }

    private static async ValueTask<bool> IsReachedAsync(
        UnitKey unit, string token, IReadBarrier barrier, ProfilesApiOptions options, HttpContext context) =>
        ReadToken.TryParse(token, out var position)
        && await barrier.WaitAsync(unit, position, options.ReadTimeout, context.RequestAborted);

    private static JsonHttpResult<LinkAnswer> Answer(UnitKey user, UnitKey device, string token) =>
        TypedResults.Json(new LinkAnswer(user.Id, device.Id, token), ApiJson.Default.LinkAnswer);

    private static Problem NotYet(string token) => new Problem(
        StatusCodes.Status503ServiceUnavailable, "not_folded_yet",
        "The change is durable and takes effect, but did not within the time limit. Send the request again to see.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    }.With("token", token);

    private static Problem LinkedElsewhere(UnitKey device, DeviceLink link)
    {
        var remedy = link.UserId is null
            ? "It was unlinked meanwhile: send the request again."
            : "Unlink it first: DELETE /v1/profiles/"
                + $"{Uri.EscapeDataString(link.UserId)}/link/{Uri.EscapeDataString(device.Id)}";
        return new Problem(
            StatusCodes.Status409Conflict, "linked_elsewhere",
            $"The device '{device.Id}' is {(link.UserId is null ? "not linked" : "linked to another user")}. {remedy}");
    }
}
