using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans;
using Profiles.Api.Experiments;
using Profiles.Api.Http;
using Profiles.Api.Units;
using Profiles.Contracts;
using Profiles.Contracts.Experiments;
using Profiles.Core.Slates;
using Profiles.Core.Units;

namespace Profiles.Api.Slates;

/// <summary>What a viewer is to be shown next, and what is like a content.</summary>
internal static class SlateEndpoints
{
    private const string About =
        "'limit' is 1 to 100, 20 unless given. 'surface' is home (unless given), continue-watching, live, new or "
        + "trending. With 'after', the slate includes every event under the token. Without 'territory', contents that "
        + "are bound to territories are left out; with 'maxMaturity', contents whose rating is higher or not known. "
        + "'model' scores with that version: the one that serves or the one in the shadow. "
        + "'assignments' are the experiments that took effect in this slate; 'layout' is how one has it laid out. "
        + "Send 'slateId' back in the events about the contents. 'fallback' says that popular contents fill the slate.";

    public static void Map(IEndpointRouteBuilder routes)
    {
        Describe(routes.MapGet("/v1/profiles/{userId}/next", GetUserAsync), "What a user is to be shown next")
            .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status503ServiceUnavailable);
        Describe(routes.MapGet("/v1/devices/{deviceId}/next", GetDeviceAsync), "What an unlinked device is shown next")
            .Refuses(
                StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound,
                StatusCodes.Status503ServiceUnavailable);

        routes.MapGet("/v1/content/{contentId}/similar", GetSimilarAsync)
            .WithTags("Recommendations").WithSummary("Contents that are like one")
            .WithDescription("By the model's factors and by genres, tags, series and title; whoever asks.")
            .Produces<SimilarAnswer>()
            .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound);

        routes.MapPost("/v1/rank", RankAsync)
            .WithTags("Recommendations").WithSummary("Put contents in order for a viewer")
            .WithDescription(
                $"At most {RankRequest.MaxContents} contents, for 'userId' or 'deviceId'. Nothing is filtered: the "
                + "contents are the caller's. Ids that the catalogue does not know are named in 'unknown'.")
            .Accepts<RankBody>("application/json")
            .Produces<RankAnswer>()
            .Refuses(
                StatusCodes.Status400BadRequest, StatusCodes.Status413PayloadTooLarge,
                StatusCodes.Status415UnsupportedMediaType);
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route, string summary) => route
        .WithTags("Recommendations").WithSummary(summary).WithDescription(About)
        .Produces<NextAnswer>();

    // The parameters are bound for the API's description; NextParameters reads them.
#pragma warning disable IDE0060
    private static Task GetUserAsync(
        string userId, string? limit, string? surface, string? after, string? device, string? territory,
        string? maxMaturity, string? model, HttpContext context, IGrainFactory grains, IReadBarrier barrier,
        IServing serving, IOptions<ProfilesApiOptions> options) =>
        GetAsync(UnitKind.User, after, context, grains, barrier, serving, options.Value);

    private static Task GetDeviceAsync(
        string deviceId, string? limit, string? surface, string? after, string? device, string? territory,
        string? maxMaturity, string? model, HttpContext context, IGrainFactory grains, IReadBarrier barrier,
        IServing serving, IOptions<ProfilesApiOptions> options) =>
        GetAsync(UnitKind.Device, after, context, grains, barrier, serving, options.Value);
#pragma warning restore IDE0060

    private static async Task GetAsync(
        UnitKind kind, string? after, HttpContext context, IGrainFactory grains, IReadBarrier barrier,
        IServing serving, ProfilesApiOptions options)
    {
        NextRequest request = null!;
        var problem = UnitPath.TryRead(context, kind, out var unit)
            ?? NextParameters.TryRead(context, serving, out request)
            ?? await ReadAfter.WaitAsync(unit, after, context, barrier, options)
            ?? await LinkedDevice.CheckAsync(unit, grains, static user => $"/v1/profiles/{user}/next");
        if (problem is not null)
        {
            await problem.ExecuteAsync(context);
            return;
        }

        var grain = grains.GetGrain<IUserProfileGrain>(unit.ToGrainKey());
        var experiments = context.RequestServices.GetRequiredService<IExperiments>();
        var assigned = await ServingAssignments.OfAsync(unit, grains, experiments);
        if (assigned is not null) request = assigned.Apply(request);
        var slate = await grain.GetNextAsync(request);
        var time = context.RequestServices.GetRequiredService<TimeProvider>();
        if (assigned is not null) await assigned.ExposeAsync(slate, request, time.GetUtcNow().ToUnixTimeMilliseconds());
        await AnswerAsync(context, slate, assigned);
    }

    private static Task GetSimilarAsync(
        string contentId, string? limit, HttpContext context, IServing serving, TimeProvider time)
    {
        var id = PathSegments.Decode(context, 2) ?? contentId;
        var count = 0;
        var problem = UnitPath.Check("contentId", id) ?? NextParameters.TryReadLimit(limit, out count);
        if (problem is not null) return problem.ExecuteAsync(context);
        var moment = serving.Current;
        if (!moment.Contents.TryGet(id, out var entry))
        {
            return new Problem(
                StatusCodes.Status404NotFound, "unknown_content", $"The catalogue holds no content '{id}'.")
                .ExecuteAsync(context);
        }

        var similar = SimilarContents.Of(moment, entry, count, time.GetUtcNow().ToUnixTimeMilliseconds());
        var answer = JsonAnswer.Begin();
        var writer = answer.Writer;
        writer.WriteStartObject();
        writer.WriteString("contentId"u8, id);
        writer.WriteString("modelVersion"u8, moment.Model.Version);
        writer.WriteStartArray("items"u8);
        foreach (var (number, score) in similar)
        {
            writer.WriteStartObject();
            writer.WriteString("contentId"u8, moment.Contents.Numbers.IdOf(number));
            writer.WriteNumber("score"u8, score);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        return answer.SendAsync(context, StatusCodes.Status200OK);
    }

    private static async Task RankAsync(HttpContext context, IGrainFactory grains)
    {
        var (body, problem) = await JsonBody.ReadAsync(
            context, ApiJson.Default.RankBody, whenEmpty: null, maxBytes: 1024 * 1024);
        problem ??= Check(body!);
        if (problem is not null)
        {
            await problem.ExecuteAsync(context);
            return;
        }

        var tenant = Tenancy.TenantOf(context);
        var unit = body!.UserId is { } user ? UnitKey.User(tenant, user) : UnitKey.Device(tenant, body.DeviceId!);
        var result = await grains.GetGrain<IUserProfileGrain>(unit.ToGrainKey())
            .RankAsync(new RankRequest([.. body.ContentIds], body.Device, body.Territory));
        await AnswerAsync(context, result);
    }

    private static Problem? Check(RankBody body)
    {
        if (body.UserId is null == body.DeviceId is null)
        {
            return NextParameters.Invalid(
                body.UserId is null ? "missing_unit" : "contradictory_parameters",
                "Give either 'userId' or 'deviceId'.");
        }

        var name = body.UserId is null ? "deviceId" : "userId";
        if (UnitPath.Check(name, (body.UserId ?? body.DeviceId)!) is { } invalid) return invalid;
        if (body.ContentIds.Count > RankRequest.MaxContents)
        {
            return NextParameters.Invalid(
                "contentIds", $"'contentIds' has {body.ContentIds.Count} items, more than {RankRequest.MaxContents}.");
        }

        foreach (var id in body.ContentIds)
            if (id is null) return NextParameters.Invalid("contentIds", "'contentIds' holds null.");
        return NextParameters.Check("device", body.Device) ?? NextParameters.Check("territory", body.Territory);
    }

    private static Task AnswerAsync(HttpContext context, Slate slate, ServingAssignments? assigned)
    {
        var answer = JsonAnswer.Begin();
        SlateJson.Write(answer.Writer, slate, assigned);
        context.Response.Headers.CacheControl = "private, no-store";
        return answer.SendAsync(context, StatusCodes.Status200OK);
    }

    private static Task AnswerAsync(HttpContext context, RankResult result)
    {
        var answer = JsonAnswer.Begin();
        var writer = answer.Writer;
        writer.WriteStartObject();
        writer.WriteString("modelVersion"u8, result.ModelVersion);
        writer.WriteStartArray("items"u8);
        foreach (ref readonly var item in result.Items.AsSpan())
        {
            writer.WriteStartObject();
            writer.WriteString("contentId"u8, item.ContentId);
            writer.WriteNumber("score"u8, item.Score);
            SlateJson.WriteReason(writer, item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("unknown"u8);
        foreach (var id in result.Unknown) writer.WriteStringValue(id);
        writer.WriteEndArray();
        writer.WriteEndObject();
        context.Response.Headers.CacheControl = "private, no-store";
        return answer.SendAsync(context, StatusCodes.Status200OK);
    }
}
