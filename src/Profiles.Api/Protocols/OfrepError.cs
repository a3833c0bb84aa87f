using Microsoft.AspNetCore.Http;
using Profiles.Api.Http;

namespace Profiles.Api.Protocols;

/// <summary>An error as the OpenFeature Remote Evaluation Protocol has it.</summary>
internal sealed record OfrepError(int Status, string Code, string Details)
{
    /// <summary>The body is none.</summary>
    public static OfrepError Parse(string details) => new(StatusCodes.Status400BadRequest, "PARSE_ERROR", details);

    /// <summary>The context cannot be used.</summary>
    public static OfrepError Context(string details) =>
        new(StatusCodes.Status400BadRequest, "INVALID_CONTEXT", details);

    /// <summary>Nobody is named.</summary>
    public static OfrepError NoTargetingKey() => new(
        StatusCodes.Status400BadRequest, "TARGETING_KEY_MISSING",
        "The context names nobody: give 'targetingKey' or 'userId' the user's id, or 'deviceId' the device's.");

    /// <summary>There is no such flag.</summary>
    public static OfrepError NotFound(string key) => new(
        StatusCodes.Status404NotFound, "FLAG_NOT_FOUND",
        $"There is no flag '{key}': it is neither an experiment nor a parameter.");

    /// <summary>Sends it, with the flag that it is about.</summary>
    public Task SendAsync(HttpContext context, string? key)
    {
        var answer = JsonAnswer.Begin();
        var writer = answer.Writer;
        writer.WriteStartObject();
        if (key is not null) writer.WriteString("key"u8, key);
        writer.WriteString("errorCode"u8, Code);
        writer.WriteString("errorDetails"u8, Details);
        writer.WriteEndObject();
        return answer.SendAsync(context, Status);
    }
}
