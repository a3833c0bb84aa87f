using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Profiles.Analytics.Results;
using Profiles.Api.Http;
using Profiles.Contracts.Experiments;
using Profiles.Core.Experiments.Definitions;

namespace Profiles.Api.Experiments;

/// <summary>What experiments found.</summary>
internal static class ResultsEndpoints
{
    private const string About =
        "Of units that were exposed from 'from' on, what happened until 'until' (RFC 3339; all unless given). Results "
        + "may be looked at any time unless 'horizon=fixed'. 'cuped=off' leaves outcomes before exposure out. 'alpha' "
        + "is how often an effect may be found where there is none, 0.05 unless given. Exposures and outcomes are in "
        + "the results about a second after they were acknowledged.";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/experiments/{key}/results", (
                string key, string? from, string? until, string? horizon, string? cuped, string? alpha,
                HttpContext context, IExperiments experiments, [FromServices] IExperimentResults results,
                TimeProvider time) =>
            AnswerAsync(key, from, until, horizon, cuped, alpha, context, experiments, results, time, isHealth: false))
            .WithTags("Experiments").WithSummary("What an experiment found, and whether to trust it")
            .WithDescription(About)
            .Refuses(
                StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
        routes.MapGet("/v1/experiments/{key}/health", (
                string key, HttpContext context, IExperiments experiments, [FromServices] IExperimentResults results,
                TimeProvider time) =>
            AnswerAsync(key, null, null, null, null, null, context, experiments, results, time, isHealth: true))
            .WithTags("Experiments").WithSummary("Whether the results of an experiment can be trusted")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
    }

    private static async Task AnswerAsync(
        string key, string? from, string? until, string? horizon, string? cuped, string? alpha, HttpContext context,
        IExperiments experiments, IExperimentResults results, TimeProvider time, bool isHealth)
    {
        var known = ExperimentPath.KeyOf(context, key);
        var set = experiments.Current.Set;
        if (set.Find(known) is not { } experiment)
        {
            await ExperimentPath.Unknown(known).ExecuteAsync(context);
            return;
        }

        // An exposure at this very moment counts.
        var now = time.GetUtcNow().AddMilliseconds(1);
        if (Read(from, until, horizon, cuped, alpha, now, out var request) is { } problem)
        {
            await problem.ExecuteAsync(context);
            return;
        }

        try
        {
            var result = await results.ReadAsync(
                Tenancy.TenantOf(context), set, experiment, request, context.RequestAborted);
            context.Response.Headers.CacheControl = "no-store";
            await (isHealth
                ? ResultsJson.SendHealthAsync(context, experiment, result)
                : ResultsJson.SendAsync(context, experiment, request, result));
        }
        catch (UnanswerableMetricException fault)
        {
            await new Problem(StatusCodes.Status409Conflict, "unanswerable_metric", fault.Message)
                .With("metric", fault.Key).ExecuteAsync(context);
        }
    }

    private static Problem? Read(
        string? from, string? until, string? horizon, string? cuped, string? alpha, DateTimeOffset now,
        out ResultsRequest request)
    {
        request = new ResultsRequest(DateTimeOffset.UnixEpoch, now);
        if (!TryTime(from, DateTimeOffset.UnixEpoch, out var first)) return Invalid("from", from, "a time as RFC 3339");
        if (!TryTime(until, now, out var last)) return Invalid("until", until, "a time as RFC 3339");
        if (last <= first) return Invalid("until", until, "a time after 'from'");
        if (horizon is not (null or "fixed" or "any")) return Invalid("horizon", horizon, "fixed or any");
        if (cuped is not (null or "on" or "off")) return Invalid("cuped", cuped, "on or off");
        var level = 0.05;
        if (alpha is not null && (!double.TryParse(alpha, CultureInfo.InvariantCulture, out level)
            || level is not (>= 0.0001 and <= 0.5)))
            return Invalid("alpha", alpha, "0.0001 to 0.5");
        request = new ResultsRequest(first, last, horizon != "fixed", cuped != "off", level);
        return null;
    }

    private static bool TryTime(string? text, DateTimeOffset standard, out DateTimeOffset time)
    {
        time = standard;
        return text is null || DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out time);
    }

    private static Problem Invalid(string name, string? value, string remedy) => new(
        StatusCodes.Status400BadRequest, name, $"'{name}' is '{value}'; use {remedy}.");
}
