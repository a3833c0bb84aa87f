using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Profiles.Api.Http;
using Profiles.Contracts.Experiments;
using Profiles.Core.Experiments.Definitions;
using Profiles.Core.Experiments.Planning;

namespace Profiles.Api.Experiments;

/// <summary>The JSON of experiments: what the owner wrote, and what it comes to now.</summary>
internal static class ExperimentAnswers
{
    /// <summary>Answers with one experiment.</summary>
    public static Task SendAsync(
        HttpContext context, int status, ExperimentPlan plan, string key,
        IReadOnlyList<ExperimentError>? warnings = null)
    {
        var experiment = plan.Set.Find(key)!;
        context.Response.Headers.ETag = ExperimentRequest.TagOf(experiment);
        var answer = JsonAnswer.Begin();
        Write(answer.Writer, plan, experiment, warnings ?? []);
        return answer.SendAsync(context, status);
    }

    /// <summary>Answers with all experiments.</summary>
    public static Task SendAsync(HttpContext context, ExperimentPlan plan)
    {
        var answer = JsonAnswer.Begin();
        var writer = answer.Writer;
        writer.WriteStartObject();
        writer.WriteNumber("version"u8, plan.Version);
        writer.WriteStartArray("experiments"u8);
        foreach (var experiment in plan.Set.Experiments) Write(writer, plan, experiment, []);
        writer.WriteEndArray();
        writer.WriteEndObject();
        return answer.SendAsync(context, StatusCodes.Status200OK);
    }

    /// <summary>Answers with changes.</summary>
    public static Task SendAsync(HttpContext context, IReadOnlyList<ExperimentAudit> changes)
    {
        var answer = JsonAnswer.Begin();
        var writer = answer.Writer;
        writer.WriteStartObject();
        writer.WriteStartArray("changes"u8);
        foreach (var change in changes)
        {
            writer.WriteStartObject();
            writer.WriteNumber("id"u8, change.Id);
            writer.WriteNumber("version"u8, change.Version);
            writer.WriteString("at"u8, change.At);
            writer.WriteString("actor"u8, change.Actor);
            writer.WriteString("action"u8, change.Action);
            writer.WriteString("kind"u8, change.Kind);
            writer.WriteString("key"u8, change.Key);
            WriteRaw(writer, "before", change.Before);
            WriteRaw(writer, "after", change.After);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        return answer.SendAsync(context, StatusCodes.Status200OK);
    }

    /// <summary>What a change would come to.</summary>
    public static Task SendAsync(
        HttpContext context, IReadOnlyCollection<ExperimentError> errors, IReadOnlyList<ExperimentError> warnings,
        ExperimentPreview? preview = null)
    {
        var answer = JsonAnswer.Begin();
        var writer = answer.Writer;
        writer.WriteStartObject();
        writer.WriteBoolean("valid"u8, errors.Count == 0);
        PlacedError.Write(writer, "errors", PlacedError.Of(errors));
        PlacedError.Write(writer, "warnings", PlacedError.Of(warnings));
        preview?.Write(writer);
        writer.WriteEndObject();
        return answer.SendAsync(context, StatusCodes.Status200OK);
    }

    private static void Write(
        Utf8JsonWriter writer, ExperimentPlan plan, ExperimentDefinition experiment,
        IReadOnlyList<ExperimentError> warnings)
    {
        var planned = plan.Find(experiment.Key);
        writer.WriteStartObject();
        writer.WritePropertyName("experiment"u8);
        ExperimentJson.Write(writer, experiment);
        writer.WriteStartObject("now"u8);
        writer.WriteString("state"u8, (planned?.State ?? experiment.State).ToString().ToLowerInvariant());
        writer.WriteNumber("coverage"u8, planned?.Coverage ?? experiment.Coverage);
        writer.WriteBoolean("assigns"u8, planned?.IsRunning ?? false);
        if (planned?.NextChangeUnixMs is { } next)
            writer.WriteString("nextChangeAt"u8, DateTimeOffset.FromUnixTimeMilliseconds(next));
        else
            writer.WriteNull("nextChangeAt"u8);
        writer.WriteEndObject();
        if (planned is { Problems: { IsEmpty: false } problems })
            PlacedError.Write(writer, "problems", PlacedError.Of(problems));
        if (warnings.Count > 0) PlacedError.Write(writer, "warnings", PlacedError.Of(warnings));
        writer.WriteEndObject();
    }

    private static void WriteRaw(Utf8JsonWriter writer, string name, string? json)
    {
        writer.WritePropertyName(name);
        if (json is null) writer.WriteNullValue();
        else writer.WriteRawValue(json);
    }
}
