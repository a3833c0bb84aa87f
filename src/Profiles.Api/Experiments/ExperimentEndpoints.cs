using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Orleans;
using Profiles.Api.Http;
using Profiles.Contracts;
using Profiles.Contracts.Experiments;
using Profiles.Core.Experiments.Definitions;

namespace Profiles.Api.Experiments;

/// <summary>Configures experiments and moves them through their life.</summary>
internal static class ExperimentEndpoints
{
    private const int DefaultAudit = 100;

    private const string About =
        "Everything wrong is listed at once in 'errors', each with code, path, value and remedy; nothing is changed "
        + "then. 'If-Match' with the ETag that was read refuses an edit of what somebody else changed meanwhile (412). "
        + "'X-Actor' says who does it, for the audit log.";

    private const string PreviewDescription =
        "As if it ran, with the coverage that is written. 'units' (1 to 1000, default 1000) of the query is how many "
        + "viewers are looked at, as their profiles are. 'preview' says how many are targeted, how many each variant "
        + "would get, and how many each reason leaves out, with some of their ids. Nothing takes effect. Where "
        + "anything is wrong with the experiment, 'valid' is false and there is no preview.";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/experiments", (HttpContext context, IExperiments experiments) =>
            ExperimentAnswers.SendAsync(context, experiments.Current))
            .WithTags("Experiments").WithSummary("All experiments, with what they come to now");
        Describe(routes.MapPost("/v1/experiments", CreateAsync), "Create an experiment, as a draft unless it says so")
            .Refuses(StatusCodes.Status409Conflict);
        Describe(routes.MapPost("/v1/experiments/validate", ValidateAsync), "What creating or editing would come to");
        Describe(
            routes.MapPost("/v1/experiments/preview", PreviewAsync),
            "Whom an experiment would be for, among the viewers that were active last")
            .WithDescription(PreviewDescription);
        routes.MapGet("/v1/experiments/{key}", GetAsync)
            .WithTags("Experiments").WithSummary("One experiment").Refuses(StatusCodes.Status404NotFound);
        Describe(routes.MapPut("/v1/experiments/{key}", PutAsync), "Edit an experiment, or create it")
            .Refuses(StatusCodes.Status412PreconditionFailed);
        Describe(routes.MapDelete("/v1/experiments/{key}", RemoveAsync), "Remove a draft")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status412PreconditionFailed);
        routes.MapGet("/v1/experiments/{key}/audit", GetAudit)
            .WithTags("Experiments").WithSummary("Who changed an experiment, when, before and after")
            .Refuses(StatusCodes.Status400BadRequest);
        MapLife(routes, "start", ExperimentState.Running, "Start a draft, or go on after a pause");
        MapLife(routes, "pause", ExperimentState.Paused, "Assign nobody for a while");
        MapLife(routes, "stop", ExperimentState.Stopped, "Stop for good; results stay");
        MapLife(routes, "archive", ExperimentState.Archived, "Put away what is over");
        Describe(routes.MapPost("/v1/experiments/{key}/ramp", RampAsync), "Cover another share of the units")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status412PreconditionFailed);
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route, string summary) => route
        .WithTags("Experiments").WithSummary(summary).WithDescription(About)
        .Produces<ErrorsProblemAnswer>(StatusCodes.Status400BadRequest, Problem.ContentType)
        .Refuses(
            StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType,
            StatusCodes.Status503ServiceUnavailable);

    private static void MapLife(IEndpointRouteBuilder routes, string action, ExperimentState state, string summary) =>
        Describe(
            routes.MapPost(
                $"/v1/experiments/{{key}}/{action}",
                (string key, HttpContext context, IExperiments experiments, ISegments segments) => EditAsync(
                    ExperimentPath.KeyOf(context, key), action, context, experiments, segments,
                    experiment => experiment with { State = state })),
            summary).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status412PreconditionFailed);

    private static Task GetAsync(string key, HttpContext context, IExperiments experiments)
    {
        var known = ExperimentPath.KeyOf(context, key);
        return experiments.Current.Set.Find(known) is null
            ? ExperimentPath.Unknown(known).ExecuteAsync(context)
            : ExperimentAnswers.SendAsync(context, StatusCodes.Status200OK, experiments.Current, known);
    }

    private static async Task CreateAsync(HttpContext context, IExperiments experiments, ISegments segments)
    {
        var request = new ExperimentRequest(context, experiments, segments);
        var (json, problem) = await ReadAsync(context);
        if (problem is not null)
        {
            await problem.ExecuteAsync(context);
            return;
        }

        var key = string.Empty;
        var plan = await request.ChangeAsync("create", set =>
        {
            if (ExperimentJson.ReadExperiment(json, string.Empty, null, set, request.Errors) is not { } read)
                return null;
            key = read.Key;
            return set.Find(key) is null
                ? request.Put(set, read)
                : request.Refuse(new Problem(
                    StatusCodes.Status409Conflict, "exists",
                    $"There is an experiment '{key}' already: edit it by PUT."));
        });
        if (plan is null) return;
        context.Response.Headers.Location = "/v1/experiments/" + Uri.EscapeDataString(key);
        await ExperimentAnswers.SendAsync(context, StatusCodes.Status201Created, plan, key, request.Warnings);
    }

    private static async Task PutAsync(string key, HttpContext context, IExperiments experiments, ISegments segments)
    {
        var known = ExperimentPath.KeyOf(context, key);
        var request = new ExperimentRequest(context, experiments, segments);
        var (json, problem) = await ReadAsync(context);
        if (problem is not null)
        {
            await problem.ExecuteAsync(context);
            return;
        }

        var isNew = false;
        var plan = await request.ChangeAsync("edit", set =>
        {
            var present = set.Find(known);
            isNew = present is null;
            return request.IsCurrent(present)
                ? request.Put(set, ExperimentJson.ReadExperiment(json, string.Empty, known, set, request.Errors))
                : null;
        });
        if (plan is not null)
            await ExperimentAnswers.SendAsync(
                context, isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK, plan, known, request.Warnings);
    }

    private static async Task ValidateAsync(HttpContext context, IExperiments experiments, ISegments segments)
    {
        var request = new ExperimentRequest(context, experiments, segments);
        var (json, problem) = await ReadAsync(context);
        if (problem is not null)
        {
            await problem.ExecuteAsync(context);
            return;
        }

        var set = experiments.Current.Set;
        request.Put(set, ExperimentJson.ReadExperiment(json, string.Empty, null, set, request.Errors));
        await ExperimentAnswers.SendAsync(context, [.. request.Errors], request.Warnings);
    }

    private static async Task PreviewAsync(
        string? units, HttpContext context, IExperiments experiments, ISegments segments, IGrainFactory grains,
        [FromServices] IRecentUnits recent, TimeProvider time)
    {
        var count = IRecentUnits.MaxUnits;
        var request = new ExperimentRequest(context, experiments, segments);
        var (json, problem) = await ReadAsync(context);
        if (units is not null
            && (!int.TryParse(units, NumberStyles.None, CultureInfo.InvariantCulture, out count)
                || count is < 1 or > IRecentUnits.MaxUnits))
            problem = new Problem(
                StatusCodes.Status400BadRequest, "units", $"'units' is '{units}'; use 1 to {IRecentUnits.MaxUnits}.");
        if (problem is not null)
        {
            await problem.ExecuteAsync(context);
            return;
        }

        var set = experiments.Current.Set;
        var read = ExperimentJson.ReadExperiment(json, string.Empty, null, set, request.Errors);
        ExperimentPreview? preview = null;
        if (request.Put(set, read) is { } after)
        {
            var sample = await recent.ReadAsync(Tenancy.TenantOf(context), count, context.RequestAborted);
            preview = await ExperimentPreview.OfAsync(
                after, read!.Key, sample, grains, time.GetUtcNow().ToUnixTimeMilliseconds(), context.RequestAborted);
        }

        await ExperimentAnswers.SendAsync(context, [.. request.Errors], request.Warnings, preview);
    }

    private static async Task RemoveAsync(
        string key, HttpContext context, IExperiments experiments, ISegments segments)
    {
        var known = ExperimentPath.KeyOf(context, key);
        var request = new ExperimentRequest(context, experiments, segments);
        var plan = await request.ChangeAsync("remove", set =>
        {
            if (set.Find(known) is not { } present) return request.Refuse(ExperimentPath.Unknown(known));
            return request.IsCurrent(present)
                ? request.Replace(set, set with { Experiments = set.Experiments.Remove(present) })
                : null;
        });
        if (plan is not null) context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task RampAsync(string key, HttpContext context, IExperiments experiments, ISegments segments)
    {
        var (coverage, problem) = await JsonDocumentBody.ReadAsync(
            context, ExperimentLimits.MaxDocumentBytes, json => json.ValueKind == JsonValueKind.Object
                && json.TryGetProperty("coverage", out var number) && number.ValueKind == JsonValueKind.Number
                && number.TryGetDouble(out var share) && share is >= 0 and <= 1 ? share : (double?)null);
        if (problem is null && coverage is null)
            problem = Problem.OfErrors(
                "invalid_experiment",
                [new PlacedError("/coverage", "nothing", "Write the share of the units to cover, 0 to 1.", "missing")]);
        if (problem is not null)
            await problem.ExecuteAsync(context);
        else
            await EditAsync(
                ExperimentPath.KeyOf(context, key), "ramp", context, experiments, segments,
                experiment => experiment with { Coverage = coverage!.Value });
    }

    private static async Task EditAsync(
        string key, string action, HttpContext context, IExperiments experiments, ISegments segments,
        Func<ExperimentDefinition, ExperimentDefinition> edit)
    {
        var request = new ExperimentRequest(context, experiments, segments);
        var plan = await request.ChangeAsync(action, set =>
        {
            if (set.Find(key) is not { } present) return request.Refuse(ExperimentPath.Unknown(key));
            return request.IsCurrent(present) ? request.Put(set, edit(present)) : null;
        });
        if (plan is not null)
            await ExperimentAnswers.SendAsync(context, StatusCodes.Status200OK, plan, key, request.Warnings);
    }

    private static Task GetAudit(
        string key, string? before, string? limit, HttpContext context, IExperiments experiments)
    {
        var count = DefaultAudit;
        long id = 0;
        if (limit is not null
            && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out count)
                || count is < 1 or > 1000))
            return new Problem(
                StatusCodes.Status400BadRequest, "limit", $"'limit' is '{limit}'; use 1 to 1000.")
                .ExecuteAsync(context);
        if (before is not null && !long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out id))
            return new Problem(
                StatusCodes.Status400BadRequest, "before", $"'before' is '{before}'; use the 'id' of a change.")
                .ExecuteAsync(context);
        return ExperimentAnswers.SendAsync(
            context,
            experiments.ReadAudit("experiment", ExperimentPath.KeyOf(context, key), before is null ? null : id, count));
    }

    private static async ValueTask<(JsonElement Json, Problem? Problem)> ReadAsync(HttpContext context) =>
        await JsonDocumentBody.ReadAsync(context, ExperimentLimits.MaxDocumentBytes, json => json.Clone());
}
