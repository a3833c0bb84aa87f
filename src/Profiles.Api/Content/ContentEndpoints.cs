using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Profiles.Api.Http;
using Profiles.Contracts;
using Profiles.Core.Content;
using Profiles.Core.Events;

namespace Profiles.Api.Content;

/// <summary>What can be watched.</summary>
internal static class ContentEndpoints
{
    private static readonly string[] MoreMediaTypes =
        ["application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines", "text/json"];

    public static void Map(IEndpointRouteBuilder routes, ProfilesApiOptions options)
    {
        routes.MapPut("/v1/content", PutAsync)
            .WithTags("Content").WithSummary("Add contents or replace those with the same id")
            .WithDescription(
                "One content, an array, or a line each. What is bad is rejected by its index, the rest is kept. "
                + "'accepted' were new or differed from what was stored, 'duplicates' did not.")
            .Accepts<JsonElement>("application/json", MoreMediaTypes)
            .WithMetadata(new RequestSizeLimitAttribute(options.MaxBodyBytes))
            .Produces<BatchAnswer>()
            .Refuses(
                StatusCodes.Status400BadRequest, StatusCodes.Status413PayloadTooLarge,
                StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status503ServiceUnavailable);

        routes.MapGet("/v1/content/{contentId}", GetAsync)
            .WithTags("Content").WithSummary("A content as it is now")
            .Produces<ContentAnswer>()
            .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound);
    }

    private static async Task PutAsync(
        HttpContext context, IContentCatalogue catalogue, [FromServices] ContentParser parser,
        IOptions<ProfilesApiOptions> options)
    {
        if (!EventFormats.TryFromContentType(context.Request.ContentType, out var format))
        {
            await Problem.OfStatus(StatusCodes.Status415UnsupportedMediaType, context.Request).ExecuteAsync(context);
            return;
        }

        ContentBatch batch;
        bool isEmpty;
        using (var body = await RequestBody.ReadAsync(context, options.Value.MaxBodyBytes))
        {
            batch = parser.Parse(format, body.Span);
            isEmpty = body.Span.IsEmpty;
        }

        if (isEmpty || IsUnreadable(batch))
        {
            await BatchAnswers.Unreadable(isEmpty ? [] : batch.Rejections).ExecuteAsync(context);
            return;
        }

        var changed = batch.Contents.Count == 0
            ? 0
            : await catalogue.UpsertAsync(batch.Contents, context.RequestAborted);
        await BatchAnswers.SendAsync(
            context, StatusCodes.Status200OK, changed, batch.Contents.Count - changed, batch.Rejections, token: null);
    }

    private static Task GetAsync(string contentId, HttpContext context, IContentCatalogue catalogue)
    {
        var id = PathSegments.Decode(context, 2) ?? contentId;
        if (UnitPath.Check("contentId", id) is { } invalid) return invalid.ExecuteAsync(context);
        if (!catalogue.TryGet(id, out var content))
        {
            return new Problem(
                StatusCodes.Status404NotFound, "unknown_content", $"The catalogue holds no content '{id}'.")
                .ExecuteAsync(context);
        }

        var answer = JsonAnswer.Begin();
        ContentJson.Write(answer.Writer, content);
        return answer.SendAsync(context, StatusCodes.Status200OK);
    }

    private static bool IsUnreadable(ContentBatch batch) =>
        batch.Contents.Count == 0 && batch.Count <= 1
        && batch.Rejections is [{ Code: RejectionCodes.MalformedJson or RejectionCodes.TruncatedEvent }];
}
