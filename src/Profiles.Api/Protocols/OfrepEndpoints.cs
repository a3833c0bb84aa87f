using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans;
using Profiles.Api.Http;
using Profiles.Contracts.Experiments;
using StableHash = Profiles.Core.Hashing.StableHash;

namespace Profiles.Api.Protocols;

/// <summary>The OpenFeature Remote Evaluation Protocol 0.3.</summary>
internal static class OfrepEndpoints
{
    /// <summary>Where changes are told.</summary>
    public const string EventsPath = "/ofrep/v1/events";

    // "/ofrep/v1/evaluate/flags/{key}"
    private const int KeySegment = 4;

    private const int MaxBodyBytes = 64 * 1024;

    private const string About =
        "A flag is an experiment, whose value is the variant's key, or a parameter. 'userId' of the context names the "
        + "user, or else 'targetingKey'; 'deviceId' alone names a device. The rest of the context may be asked by "
        + "conditions. A flag without a value leaves the caller's default.";

    public static void Map(IEndpointRouteBuilder routes)
    {
        Describe(
            routes.MapPost("/ofrep/v1/evaluate/flags/{key}", EvaluateAsync), "Evaluate a flag that takes effect now",
            About + " The variants it meets are logged as exposures before the answer.")
            .Produces<OfrepFlag>()
            .Produces<OfrepErrorAnswer>(StatusCodes.Status404NotFound);
        Describe(
            routes.MapPost("/ofrep/v1/evaluate/flags", EvaluateAllAsync), "Evaluate all flags ahead of their use",
            About + " Nothing takes effect and no exposure is logged: send it where the variant is shown. The ETag "
            + "covers the context and the flags. 'eventStreams' names the stream that tells of changes.")
            .Produces<OfrepFlags>()
            .Produces(StatusCodes.Status304NotModified);
        routes.MapGet(EventsPath, FollowAsync)
            .WithTags("Flags").WithSummary("Be told when to evaluate again")
            .WithDescription(
                "Server-sent events with the data {\"type\":\"refetchEvaluation\"}, at each change of the flags; at "
                + "once where 'since' or Last-Event-ID names other flags than those of now.")
            .Produces<string>(StatusCodes.Status200OK, "text/event-stream")
            .Refuses(StatusCodes.Status503ServiceUnavailable);
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route, string summary, string about) => route
        .WithTags("Flags").WithSummary(summary).WithDescription(about)
        .Accepts<OfrepQuestion>("application/json")
        .Produces<OfrepErrorAnswer>(StatusCodes.Status400BadRequest)
        .Refuses(
            StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType,
            StatusCodes.Status503ServiceUnavailable);

    private static async Task EvaluateAsync(
        string key, HttpContext context, IGrainFactory grains, IExperiments experiments)
    {
        key = PathSegments.Decode(context, KeySegment) ?? key;
        if (await ReadAsync(context, key) is not { } asked) return;
        var plan = experiments.Current;
        if (plan.Flags.Find(key) is null)
        {
            if (plan.Find(key) is not { } experiment)
            {
                await OfrepError.NotFound(key).SendAsync(context, key);
                return;
            }

            await SendAsync(context, writer => OfrepJson.WriteDisabled(writer, experiment.Key));
            return;
        }

        var answers = await grains.GetGrain<IAssignmentGrain>(asked.Unit.ToGrainKey()).EvaluateAsync(
            new FlagRequest { Keys = [key], Attributes = asked.Attributes, TakesEffect = true });
        await SendAsync(context, writer => OfrepJson.Write(writer, answers.Flags[0], answers.PlanVersion));
    }

    private static Task SendAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        var answer = JsonAnswer.Begin();
        write(answer.Writer);
        context.Response.Headers.CacheControl = "no-store";
        return answer.SendAsync(context, StatusCodes.Status200OK);
    }

    private static async Task EvaluateAllAsync(HttpContext context, IGrainFactory grains, PlanStreams streams)
    {
        if (await ReadAsync(context, null) is not { } asked) return;

        // Read before the flags are evaluated: a change after that is told by the stream.
        var plan = streams.Current;
        var answers = await grains.GetGrain<IAssignmentGrain>(asked.Unit.ToGrainKey()).EvaluateAsync(
            new FlagRequest { Attributes = asked.Attributes });

        var answer = JsonAnswer.Begin();
        var writer = answer.Writer;
        writer.WriteStartObject();
        writer.WriteStartArray("flags"u8);
        foreach (var flag in answers.Flags) plan.Fragments.Write(writer, flag);
        foreach (var experiment in plan.Plan.Experiments)
            if (!experiment.IsRunning) OfrepJson.WriteDisabled(writer, experiment.Key);
        writer.WriteEndArray();

        var tag = string.Create(
            CultureInfo.InvariantCulture,
            $"\"{StableHash.Hash64(asked.Attributes.Span):x16}{StableHash.Hash64(answer.Written):x16}\"");
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "private, no-cache";
        if (EntityTags.IsKnown(context.Request, tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var token = context.Features.Get<StreamToken>()?.Text;
        var query = token is null ? $"since={plan.Version}" : $"since={plan.Version}&token={token}";
        OfrepJson.WriteStream(writer, $"{context.Request.PathBase}{EventsPath}?{query}");
        writer.WriteEndObject();
        await answer.SendAsync(context, StatusCodes.Status200OK);
    }

    private static Task FollowAsync(string? since, HttpContext context, PlanStreams streams)
    {
        var last = context.Request.Headers["Last-Event-ID"];
        return streams.SendAsync(context, last.Count == 1 ? last[0] : since, plan => plan.Refetch);
    }

    // Null where the answer is sent already.
    private static async ValueTask<OfrepContext?> ReadAsync(HttpContext context, string? key)
    {
        if (!context.Request.HasJsonContentType())
        {
            await Problem.OfStatus(StatusCodes.Status415UnsupportedMediaType, context.Request).ExecuteAsync(context);
            return null;
        }

        using var body = await RequestBody.ReadAsync(context, MaxBodyBytes);
        var (read, error) = OfrepContext.Read(body.Span, Tenancy.TenantOf(context));
        if (error is not null) await error.SendAsync(context, key);
        return read;
    }
}
