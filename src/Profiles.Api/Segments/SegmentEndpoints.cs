using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Profiles.Api.Http;
using Profiles.Contracts;
using Profiles.Core.Conditions;
using Profiles.Core.Segments;

namespace Profiles.Api.Segments;

/// <summary>Named rules over profiles.</summary>
internal static class SegmentEndpoints
{
    // "/v1/segments/{key}"
    private const int KeySegment = 2;

    private const string About =
        "A condition is JSON as GrowthBook's: {\"counters.plays\":{\"$gte\":5}}. Everything wrong is listed at once in "
        + "'errors', each with path, value and remedy; nothing is changed then. GET /v1/attributes lists the names.";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/segments", GetAsync)
            .WithTags("Segments").WithSummary("All segments")
            .Produces<SegmentsAnswer>();
        Describe(routes.MapPut("/v1/segments", ReplaceAsync), "Replace all segments, at once or not at all")
            .Accepts<IReadOnlyList<SegmentsAnswer.Segment>>("application/json");
        Describe(routes.MapPut("/v1/segments/{key}", PutAsync), "Add a segment or replace the one with its key")
            .Accepts<SegmentsAnswer.Segment>("application/json")
            .Refuses(StatusCodes.Status409Conflict);
        routes.MapDelete("/v1/segments/{key}", RemoveAsync)
            .WithTags("Segments").WithSummary("Remove a segment")
            .Produces<SegmentsAnswer>()
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);
        routes.MapGet("/v1/attributes", GetAttributes)
            .WithTags("Segments").WithSummary("What conditions may ask of a profile")
            .Produces<AttributesAnswer>();
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route, string summary) => route
        .WithTags("Segments").WithSummary(summary).WithDescription(About)
        .Produces<SegmentsAnswer>()
        .Produces<ErrorsProblemAnswer>(StatusCodes.Status400BadRequest, Problem.ContentType)
        .Refuses(
            StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType,
            StatusCodes.Status503ServiceUnavailable);

    private static Task GetAsync(HttpContext context, ISegments segments) => AnswerAsync(context, segments.Current);

    private static async Task ReplaceAsync(HttpContext context, ISegments segments)
    {
        var errors = new List<ConditionError>();
        var (read, problem) = await JsonDocumentBody.ReadAsync(
            context, SegmentLimits.MaxDocumentBytes, json => SegmentJson.ReadList(json, errors));
        problem ??= Refused(errors);
        if (problem is not null) await problem.ExecuteAsync(context);
        else await AnswerAsync(context, await segments.ReplaceAsync(read, context.RequestAborted));
    }

    private static async Task PutAsync(string key, HttpContext context, ISegments segments)
    {
        var errors = new List<ConditionError>();
        var known = PathSegments.Decode(context, KeySegment) ?? key;
        if (SegmentJson.RemedyOfKey(known) is { } remedy)
            errors.Add(new ConditionError("/key", $"\"{known}\"", remedy));
        var (read, problem) = await JsonDocumentBody.ReadAsync(
            context, SegmentLimits.MaxDocumentBytes, json => SegmentJson.Read(json, string.Empty, known, errors));
        problem ??= Refused(errors);
        if (problem is null)
        {
            if (await segments.PutAsync(read!, context.RequestAborted) is { } plan)
            {
                await AnswerAsync(context, plan);
                return;
            }

            problem = new Problem(
                StatusCodes.Status409Conflict, "too_many_segments",
                $"There are {SegmentLimits.MaxSegments} segments already: remove one first.");
        }

        await problem.ExecuteAsync(context);
    }

    private static async Task RemoveAsync(string key, HttpContext context, ISegments segments)
    {
        var known = PathSegments.Decode(context, KeySegment) ?? key;
        if (await segments.RemoveAsync(known, context.RequestAborted) is { } plan) await AnswerAsync(context, plan);
        else
        {
            await new Problem(
                StatusCodes.Status404NotFound, "unknown_segment", $"There is no segment '{known}'.")
                .ExecuteAsync(context);
        }
    }

    private static JsonHttpResult<AttributesAnswer> GetAttributes() => TypedResults.Json(
        new AttributesAnswer([.. ProfileAttributes.Schema.Attributes.Select(Describe)]),
        ApiJson.Default.AttributesAnswer);

    private static AttributesAnswer.Attribute Describe(AttributeDeclaration attribute) => new(
        attribute.Name, attribute.Type.ToString().ToLowerInvariant(), attribute.Summary,
        [.. attribute.Members.Select(Describe)]);

    private static Problem? Refused(List<ConditionError> errors) =>
        errors.Count == 0 ? null : Problem.OfErrors("invalid_segments", PlacedError.Of(errors));

    private static Task AnswerAsync(HttpContext context, SegmentPlan plan)
    {
        context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{plan.Version}\"");
        var answer = JsonAnswer.Begin();
        var writer = answer.Writer;
        writer.WriteStartObject();
        writer.WriteNumber("version"u8, plan.Version);
        writer.WriteStartArray("segments"u8);
        foreach (var segment in plan.Segments) Write(writer, segment);
        writer.WriteEndArray();
        writer.WriteEndObject();
        return answer.SendAsync(context, StatusCodes.Status200OK);
    }

    private static void Write(Utf8JsonWriter writer, Segment segment)
    {
        writer.WriteStartObject();
        SegmentJson.WriteMembers(writer, segment.Definition);
        if (!segment.Problems.IsEmpty) PlacedError.Write(writer, "problems", PlacedError.Of(segment.Problems));
        writer.WriteEndObject();
    }
}
