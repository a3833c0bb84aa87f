using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Profiles.Api.Http;
using Profiles.Contracts;
using Profiles.Contracts.Experiments;
using Profiles.Core.Experiments.Definitions;

namespace Profiles.Api.Experiments;

/// <summary>What experiments share: layers, holdouts, metrics, and what parameters are without them.</summary>
internal static class SharedPartEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(
            routes, "layers", "layer",
            (json, key, errors) => ExperimentJson.ReadLayer(json, string.Empty, key, errors),
            (set, layer) => set.With(layer),
            (set, key) => set with { Layers = set.Layers.RemoveAll(layer => layer.Key == key) },
            set => set.Layers.Select(layer => (layer.Key, Write: Json(layer, ExperimentJson.Write))));
        Map(
            routes, "holdouts", "holdout",
            (json, key, errors) => ExperimentJson.ReadHoldout(json, string.Empty, key, errors),
            (set, holdout) => set.With(holdout),
            (set, key) => set with { Holdouts = set.Holdouts.RemoveAll(holdout => holdout.Key == key) },
            set => set.Holdouts.Select(holdout => (holdout.Key, Write: Json(holdout, ExperimentJson.Write))));
        Map(
            routes, "metrics", "metric",
            (json, key, errors) => ExperimentJson.ReadMetric(json, string.Empty, key, errors) is { } metric
                && ExperimentValidation.CheckMetric(metric, errors) ? metric : null,
            (set, metric) => set.With(metric),
            (set, key) => set with { Metrics = set.Metrics.RemoveAll(metric => metric.Key == key) },
            set => set.Metrics.Select(metric => (metric.Key, Write: Json(metric, ExperimentJson.Write))));
        Map(
            routes, "parameters", "parameter",
            (json, key, _) => new Parameter(key, json),
            (set, parameter) => set with { Parameters = set.Parameters.SetItem(parameter.Name, parameter.Value) },
            (set, key) => set with { Parameters = set.Parameters.Remove(key) },
            set => set.Parameters.Select(of => (of.Key, Write: (Action<Utf8JsonWriter>)(of.Value.WriteTo))));
    }

    private static Action<Utf8JsonWriter> Json<T>(T part, Action<Utf8JsonWriter, T> write) =>
        writer => write(writer, part);

    private static void Map<T>(
        IEndpointRouteBuilder routes, string path, string name,
        Func<JsonElement, string, ICollection<ExperimentError>, T?> read, Func<ExperimentSet, T, ExperimentSet> with,
        Func<ExperimentSet, string, ExperimentSet> without,
        Func<ExperimentSet, IEnumerable<(string Key, Action<Utf8JsonWriter> Write)>> all)
        where T : class
    {
        routes.MapGet($"/v1/{path}", (HttpContext context, IExperiments experiments) =>
            SendAsync(context, path, all(experiments.Current.Set)))
            .WithTags("Experiments").WithSummary($"All {path}");
        routes.MapPut(
            $"/v1/{path}/{{key}}",
            async (string key, HttpContext context, IExperiments experiments, ISegments segments) =>
            {
                var known = ExperimentPath.KeyOf(context, key);
                var (json, problem) = await JsonDocumentBody.ReadAsync(
                    context, ExperimentLimits.MaxDocumentBytes, body => body.Clone());
                var request = new ExperimentRequest(context, experiments, segments);
                if (problem is not null)
                {
                    await problem.ExecuteAsync(context);
                    return;
                }

                var plan = await request.ChangeAsync($"put-{name}", set =>
                    read(json, known, request.Errors) is { } part ? request.Replace(set, with(set, part)) : null);
                if (plan is not null)
                    await SendAsync(context, path, all(plan.Set).Where(part => part.Key == known));
            })
            .WithTags("Experiments").WithSummary($"Add a {name} or replace the one with its key")
            .Produces<ErrorsProblemAnswer>(StatusCodes.Status400BadRequest, Problem.ContentType)
            .Refuses(StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType);
        routes.MapDelete(
            $"/v1/{path}/{{key}}",
            async (string key, HttpContext context, IExperiments experiments, ISegments segments) =>
            {
                var known = ExperimentPath.KeyOf(context, key);
                var request = new ExperimentRequest(context, experiments, segments);
                var plan = await request.ChangeAsync($"remove-{name}", set => all(set).Any(part => part.Key == known)
                    ? request.Replace(set, without(set, known))
                    : request.Refuse(new Problem(
                        StatusCodes.Status404NotFound, $"unknown_{name}", $"There is no {name} '{known}'.")));
                if (plan is not null) context.Response.StatusCode = StatusCodes.Status204NoContent;
            })
            .WithTags("Experiments").WithSummary($"Remove a {name} that nothing needs")
            .Produces<ErrorsProblemAnswer>(StatusCodes.Status400BadRequest, Problem.ContentType)
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static Task SendAsync(
        HttpContext context, string path, IEnumerable<(string Key, Action<Utf8JsonWriter> Write)> parts)
    {
        var answer = JsonAnswer.Begin();
        var writer = answer.Writer;
        writer.WriteStartObject();
        writer.WriteStartObject(path);
        foreach (var (key, write) in parts)
        {
            writer.WritePropertyName(key);
            write(writer);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        return answer.SendAsync(context, StatusCodes.Status200OK);
    }

    private sealed record Parameter(string Name, JsonElement Value);
}
