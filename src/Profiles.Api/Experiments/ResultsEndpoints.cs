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
    private const int MaxDimensionLength = 64;

    private const string About =
        "Of units that were exposed from 'from' on, what happened until 'until' (RFC 3339; all unless given). Results "
        + "may be looked at any time unless 'horizon=fixed'. 'cuped=off' leaves outcomes before exposure out. 'alpha' "
        + "is how often an effect may be found where there is none, 0.05 unless given. Exposures and outcomes are in "
        + "the results about a second after they were acknowledged. With 'dimension', such as device, 'segments' has "
        + "the same by its value in each unit's first exposure, those of most units first, at most 20; a unit without "
        + "one is in the segment of the empty text.";

    private const string AboutDays =
        "One metric ('metric'; the primary one unless given) at the end of each UTC day since the first exposure, over "
        + "all units until then: 'value', and 'lift' and 'difference' against the control, each with 'estimate', the "
        + "interval 'fixed' of one look at that day, and 'any' that holds on all days together. Of more than 60 days, "
        + "60 or fewer that are evenly spaced, the last among them. Units that met several variants are left out of "
        + "all days. 'from', 'until', 'cuped' and 'alpha' as of the results, which the last day equals.";

    public static void Map(IEndpointRouteBuilder routes)
    {
        Describe(
            routes.MapGet("/v1/experiments/{key}/results", (
                string key, string? from, string? until, string? horizon, string? cuped, string? alpha,
                string? dimension, HttpContext context, IExperiments experiments,
                [FromServices] IExperimentResults results, TimeProvider time) => AnswerAsync(
                    key, new ResultsQuery(from, until, horizon, cuped, alpha), context, experiments, time,
                    (set, experiment, request) => SendAsync(context, results, set, experiment, request, dimension))),
            "What an experiment found, and whether to trust it")
            .WithDescription(About).Refuses(StatusCodes.Status400BadRequest);
        Describe(
            routes.MapGet("/v1/experiments/{key}/results/daily", (
                string key, string? metric, string? from, string? until, string? cuped, string? alpha,
                HttpContext context, IExperiments experiments, [FromServices] IExperimentResults results,
                TimeProvider time) => AnswerAsync(
                    key, new ResultsQuery(from, until, null, cuped, alpha), context, experiments, time,
                    (set, experiment, request) => SendDaysAsync(context, results, set, experiment, request, metric))),
            "How one metric of an experiment came to be what it is, day by day")
            .WithDescription(AboutDays).Refuses(StatusCodes.Status400BadRequest);
        Describe(
            routes.MapGet("/v1/experiments/{key}/health", (
                string key, HttpContext context, IExperiments experiments, [FromServices] IExperimentResults results,
                TimeProvider time) => AnswerAsync(
                    key, default, context, experiments, time, async (set, experiment, request) =>
                        await ResultsJson.SendHealthAsync(context, experiment, await results.ReadAsync(
                            Tenancy.TenantOf(context), set, experiment, request, context.RequestAborted)))),
            "Whether the results of an experiment can be trusted");
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route, string summary) => route
        .WithTags("Experiments").WithSummary(summary)
        .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);

    private static async Task AnswerAsync(
        string key, ResultsQuery query, HttpContext context, IExperiments experiments, TimeProvider time,
        Func<ExperimentSet, ExperimentDefinition, ResultsRequest, Task> answerAsync)
    {
        var known = ExperimentPath.KeyOf(context, key);
        var set = experiments.Current.Set;
        if (set.Find(known) is not { } experiment)
        {
            await ExperimentPath.Unknown(known).ExecuteAsync(context);
            return;
        }

        // An exposure at this very moment counts.
        if (query.Read(time.GetUtcNow().AddMilliseconds(1), out var request) is { } problem)
        {
            await problem.ExecuteAsync(context);
            return;
        }

        try
        {
            context.Response.Headers.CacheControl = "no-store";
            await answerAsync(set, experiment, request);
        }
        catch (UnanswerableMetricException fault)
        {
            await new Problem(StatusCodes.Status409Conflict, "unanswerable_metric", fault.Message)
                .With("metric", fault.Key).ExecuteAsync(context);
        }
    }

    private static async Task SendAsync(
        HttpContext context, IExperimentResults results, ExperimentSet set, ExperimentDefinition experiment,
        ResultsRequest request, string? dimension)
    {
        if (dimension is not null && (dimension.Length is 0 or > MaxDimensionLength
            || dimension.Any(c => c is '"' or '\\' || char.IsControl(c))))
        {
            await ResultsQuery.Invalid(
                "dimension", dimension, $"the name of one, of at most {MaxDimensionLength} characters, such as device")
                .ExecuteAsync(context);
            return;
        }

        var tenant = Tenancy.TenantOf(context);
        var result = await results.ReadAsync(tenant, set, experiment, request, context.RequestAborted);
        var segmented = dimension is null
            ? null
            : await results.ReadSegmentsAsync(tenant, set, experiment, dimension, request, context.RequestAborted);
        await ResultsJson.SendAsync(context, experiment, request, result, dimension, segmented);
    }

    private static async Task SendDaysAsync(
        HttpContext context, IExperimentResults results, ExperimentSet set, ExperimentDefinition experiment,
        ResultsRequest request, string? key)
    {
        var asked = key ?? experiment.PrimaryMetric;
        if (asked is null || set.FindMetric(asked) is not { } metric)
        {
            await ResultsQuery.Invalid(
                "metric", key, asked is null ? "the key of a metric: the experiment has no primary one"
                    : "the key of a metric").ExecuteAsync(context);
            return;
        }

        var days = await results.ReadDailyAsync(
            Tenancy.TenantOf(context), experiment, metric, request, context.RequestAborted);
        await ResultsJson.SendAsync(context, experiment, request, metric.Key, days);
    }
}
