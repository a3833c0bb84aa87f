using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Orleans;
using Profiles.Api.Http;
using Profiles.Api.Units;
using Profiles.Contracts;
using Profiles.Core.Conditions;
using Profiles.Core.Features;
using Profiles.Core.Units;

namespace Profiles.Api.Features;

/// <summary>Features of viewers, as input for other models.</summary>
internal static class FeatureEndpoints
{
    private const int MaxBodyBytes = 1024 * 1024;

    private const string About =
        "A view is NAME or NAME@VERSION. 'at' is the moment that what depends on time is worked out for, now unless "
        + "given. Of an unknown unit every feature has its value for nothing, and 'known' is false.";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/features", GetViews)
            .WithTags("Features").WithSummary("The feature views there are")
            .Produces<FeatureViewsAnswer>();
        Describe(routes.MapGet("/v1/features/{userId}", GetUserAsync), "The features of one viewer")
            .Refuses(StatusCodes.Status503ServiceUnavailable);
        Describe(
                routes.MapGet("/v1/devices/{deviceId}/features", GetDeviceAsync), "The features of an unlinked device")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);
        routes.MapPost("/v1/features", PostAsync)
            .WithTags("Features").WithSummary("The features of up to 1,000 rows").WithDescription(About)
            .Accepts<FeaturesQuestion>("application/json")
            .Produces<FeaturesAnswer>()
            .Produces<ErrorsProblemAnswer>(StatusCodes.Status400BadRequest, Problem.ContentType)
            .Refuses(
                StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType,
                StatusCodes.Status503ServiceUnavailable);
    }

    private static JsonHttpResult<FeatureViewsAnswer> GetViews() => TypedResults.Json(
        new FeatureViewsAnswer([.. FeatureViews.All.Select(view => new FeatureViewsAnswer.View(
            view.Name, view.Version, view.IsOfPairs, view.Summary,
            [.. view.Features.Select(feature => new FeatureViewsAnswer.Feature(
                feature.Name, feature.Type.ToString().ToLowerInvariant(), feature.Unit, feature.Summary))]))]),
        ApiJson.Default.FeatureViewsAnswer);

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route, string summary) => route
        .WithTags("Features").WithSummary(summary).WithDescription(About)
        .Produces<FeatureAnswer>()
        .Produces<ErrorsProblemAnswer>(StatusCodes.Status400BadRequest, Problem.ContentType);

    // The ids are bound for the API's description; UnitPath reads them.
#pragma warning disable IDE0060
    private static Task GetUserAsync(
        string userId, string? view, string? at, string? contentId, string? after, HttpContext context,
        IGrainFactory grains, IReadBarrier barrier, TimeProvider time, IOptions<ProfilesApiOptions> options) =>
        GetAsync(UnitKind.User, view, at, contentId, after, context, grains, barrier, time, options.Value);

    private static Task GetDeviceAsync(
        string deviceId, string? view, string? at, string? contentId, string? after, HttpContext context,
        IGrainFactory grains, IReadBarrier barrier, TimeProvider time, IOptions<ProfilesApiOptions> options) =>
        GetAsync(UnitKind.Device, view, at, contentId, after, context, grains, barrier, time, options.Value);
#pragma warning restore IDE0060

    private static async Task GetAsync(
        UnitKind kind, string? view, string? at, string? contentId, string? after, HttpContext context,
        IGrainFactory grains, IReadBarrier barrier, TimeProvider time, ProfilesApiOptions options)
    {
        var errors = new List<ConditionError>();
        if (view is null) errors.Add(new ConditionError("/view", "nothing", "Name a view: ?view=viewer-core."));
        var found = FeaturesRequest.ReadView(view, errors);
        var moment = FeaturesRequest.ReadTime(at, errors) ?? time.GetUtcNow().ToUnixTimeMilliseconds();
        FeaturesRequest.CheckContent(found, contentId, "/contentId", errors);
        var problem = UnitPath.TryRead(context, kind, out var unit)
            ?? Refused(errors)
            ?? await ReadAfter.WaitAsync(unit, after, context, barrier, options)
            ?? await LinkedDevice.CheckAsync(unit, grains, static user => $"/v1/features/{user}");
        if (problem is not null)
        {
            await problem.ExecuteAsync(context);
            return;
        }

        var grain = grains.GetGrain<IUserProfileGrain>(unit.ToGrainKey());
        var rows = await grain.GetFeaturesAsync(
            new FeatureQuery(found!.Id, moment, contentId is null ? [] : [contentId]));
        var answer = JsonAnswer.Begin();
        var writer = answer.Writer;
        writer.WriteStartObject();
        writer.WriteString("view"u8, found.Id);
        WriteTime(writer, moment);
        WriteNames(writer, found);
        WriteRow(writer, unit, contentId, rows, 0);
        writer.WriteEndObject();
        await answer.SendAsync(context, StatusCodes.Status200OK);
    }

    private static async Task PostAsync(HttpContext context, IGrainFactory grains, TimeProvider time)
    {
        var errors = new List<ConditionError>();
        var (request, problem) = await JsonDocumentBody.ReadAsync(
            context, MaxBodyBytes, json => FeaturesRequest.Read(json, errors));
        problem ??= Refused(errors);
        if (problem is not null)
        {
            await problem.ExecuteAsync(context);
            return;
        }

        var (view, moment, rows) = (request!.View!, request.AtUnixMs, request.Rows);
        var at = moment ?? time.GetUtcNow().ToUnixTimeMilliseconds();
        var tenant = Tenancy.TenantOf(context);
        var values = await AskAsync(view, at, rows, tenant, grains);

        var answer = JsonAnswer.Begin();
        var writer = answer.Writer;
        writer.WriteStartObject();
        writer.WriteString("view"u8, view.Id);
        WriteTime(writer, at);
        WriteNames(writer, view);
        writer.WriteStartArray("rows"u8);
        for (var i = 0; i < rows.Count; i++)
        {
            writer.WriteStartObject();
            WriteRow(writer, UnitKey.User(tenant, rows[i].UserId), rows[i].ContentId, values[i].Of, values[i].Index);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        await answer.SendAsync(context, StatusCodes.Status200OK);
    }

    /// <summary>Asks each user once, for all of their rows: those are of one version of the profile.</summary>
    private static async ValueTask<(FeatureRows Of, int Index)[]> AskAsync(
        FeatureView view, long at, IReadOnlyList<(string UserId, string? ContentId)> rows, string tenant,
        IGrainFactory grains)
    {
        var values = new (FeatureRows Of, int Index)[rows.Count];
        foreach (var ofUser in Enumerable.Range(0, rows.Count).GroupBy(i => rows[i].UserId, StringComparer.Ordinal))
        {
            var contents = view.IsOfPairs ? ofUser.Select(i => rows[i].ContentId!).ToImmutableArray() : [];
            var grain = grains.GetGrain<IUserProfileGrain>(UnitKey.User(tenant, ofUser.Key).ToGrainKey());
            var answer = await grain.GetFeaturesAsync(new FeatureQuery(view.Id, at, contents));
            var index = 0;
            foreach (var i in ofUser) values[i] = (answer, view.IsOfPairs ? index++ : 0);
        }

        return values;
    }

    private static Problem? Refused(List<ConditionError> errors) => errors.Count == 0
        ? null
        : new Problem(
            StatusCodes.Status400BadRequest, "invalid_features", $"At '{errors[0].Path}': {errors[0].Remedy}")
        {
            Errors = PlacedError.Of(errors),
        };

    private static void WriteTime(Utf8JsonWriter writer, long unixMs) =>
        writer.WriteString("at"u8, DateTimeOffset.FromUnixTimeMilliseconds(unixMs).UtcDateTime);

    private static void WriteNames(Utf8JsonWriter writer, FeatureView view)
    {
        writer.WriteStartArray("names"u8);
        foreach (var feature in view.Features) writer.WriteStringValue(feature.Name);
        writer.WriteEndArray();
    }

    private static void WriteRow(
        Utf8JsonWriter writer, in UnitKey unit, string? contentId, FeatureRows rows, int index)
    {
        if (unit.Kind == UnitKind.User) writer.WriteString("userId"u8, unit.Id);
        else writer.WriteString("deviceId"u8, unit.Id);
        if (contentId is not null) writer.WriteString("contentId"u8, contentId);
        writer.WriteBoolean("known"u8, rows.IsKnown);
        writer.WriteNumber("version"u8, rows.ProfileVersion);
        writer.WriteStartArray("values"u8);
        foreach (var value in rows.Rows[index]) value.Write(writer);
        writer.WriteEndArray();
    }
}
