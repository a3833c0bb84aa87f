using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Profiles.Api.Http;
using Profiles.Contracts;
using Profiles.Core.Events;

namespace Profiles.Api.Events;

/// <summary>The way in of events.</summary>
internal static class EventEndpoints
{
    private static readonly string[] MediaTypes =
    [
        "application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines", "text/json",
        "application/cloudevents+json", "application/cloudevents-batch+json",
    ];

    public static void Map(IEndpointRouteBuilder routes, ProfilesApiOptions options)
    {
        routes.MapPost("/v1/events", PostAsync)
            .WithTags("Events").WithSummary("Make viewing events durable, each once")
            .WithDescription(
                "One event, an array, a line each, or CloudEvents 1.0. The schema is at /v1/schemas/viewing-event. "
                + "What is bad is rejected by its index, the rest is kept. A read that presents the token sees it.")
            .Accepts<JsonElement>("application/json", MediaTypes)
            .WithMetadata(new RequestSizeLimitAttribute(options.MaxBodyBytes))
            .Produces<BatchAnswer>(StatusCodes.Status202Accepted)
            .Refuses(
                StatusCodes.Status400BadRequest, StatusCodes.Status413PayloadTooLarge,
                StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status503ServiceUnavailable);

        routes.MapGet("/v1/schemas/viewing-event", Schema)
            .WithTags("Events").WithSummary("The JSON schema of an event")
            .Produces<JsonElement>(contentType: "application/schema+json");
    }

    private static async Task PostAsync(
        HttpContext context, IEventIngestion ingestion, [FromServices] ViewingEventParser parser, TimeProvider time,
        IOptions<ProfilesApiOptions> options)
    {
        if (!EventFormats.TryFromContentType(context.Request.ContentType, out var format))
        {
            await Problem.OfStatus(StatusCodes.Status415UnsupportedMediaType, context.Request).ExecuteAsync(context);
            return;
        }

        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var maxBytes = options.Value.MaxBodyBytes;
        var (batch, bytes) = format == EventFormat.Ndjson
            ? await ReadLinesAsync(context, parser, now, maxBytes)
            : await ReadWholeAsync(context, format, parser, now, maxBytes);
        if (batch.IsUnreadable || bytes == 0)
        {
            await BatchAnswers.Unreadable(bytes == 0 ? [] : batch.Rejections).ExecuteAsync(context);
            return;
        }

        // From here on the batch is whole, and the answer is the log's. A caller that has gone does not undo it.
        var result = batch.Events.Count == 0
            ? new IngestionResult(0, 0, ReadToken.Empty)
            : await ingestion.AppendAsync(Tenancy.TenantOf(context), batch.Events, context.RequestAborted);
        await BatchAnswers.SendAsync(
            context, StatusCodes.Status202Accepted, result.Accepted, result.Duplicates, batch.Rejections,
            result.Token.ToString());
    }

    private static ContentHttpResult Schema() =>
        TypedResults.Text(ViewingEventSchema.Json, "application/schema+json", Encoding.UTF8);

    private static async ValueTask<(EventBatch Batch, long Bytes)> ReadLinesAsync(
        HttpContext context, ViewingEventParser parser, long now, long maxBytes)
    {
        RequestBody.Check(context.Request.ContentLength ?? 0, maxBytes);
        var lines = new EventBatchParser(parser, now);
        var reader = context.Request.BodyReader;
        var bytes = 0L;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            bytes += read.Buffer.Length;
            if (bytes <= maxBytes) lines.Append(read.Buffer);
            reader.AdvanceTo(read.Buffer.End);
            RequestBody.Check(bytes, maxBytes);
            if (read.IsCompleted) return (lines.Complete(), bytes);
        }
    }

    private static async ValueTask<(EventBatch Batch, long Bytes)> ReadWholeAsync(
        HttpContext context, EventFormat format, ViewingEventParser parser, long now, long maxBytes)
    {
        using var body = await RequestBody.ReadAsync(context, maxBytes);
        return (parser.Parse(format, body.Span, now), body.Span.Length);
    }
}
