using Microsoft.AspNetCore.Http;
using Profiles.Core.Events;

namespace Profiles.Api.Http;

/// <summary>What became of a batch of events, contents or exposures.</summary>
internal static class BatchAnswers
{
    /// <summary>Sends <c>{"accepted","duplicates","rejected":[{"index","code","reason"}],"token"}</c>.</summary>
    public static Task SendAsync(
        HttpContext context, int status, int accepted, int duplicates, IReadOnlyList<EventRejection> rejections,
        string? token)
    {
        var answer = JsonAnswer.Begin();
        var writer = answer.Writer;
        writer.WriteStartObject();
        writer.WriteNumber("accepted"u8, accepted);
        writer.WriteNumber("duplicates"u8, duplicates);
        writer.WriteStartArray("rejected"u8);
        foreach (var rejection in rejections)
        {
            writer.WriteStartObject();
            writer.WriteNumber("index"u8, rejection.Index);
            writer.WriteString("code"u8, rejection.Code);
            writer.WriteString("reason"u8, rejection.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (token is not null) writer.WriteString("token"u8, token);
        writer.WriteEndObject();
        return answer.SendAsync(context, status);
    }

    /// <summary>The problem of a body in which nothing could be read.</summary>
    public static Problem Unreadable(IReadOnlyList<EventRejection> rejections) => rejections is [{ } first, ..]
        ? new Problem(StatusCodes.Status400BadRequest, first.Code, first.Reason)
        : new Problem(StatusCodes.Status400BadRequest, "empty_body", "The body is empty.");
}
