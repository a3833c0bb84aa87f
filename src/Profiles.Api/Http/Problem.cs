using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Profiles.Api.Http;

/// <summary>An error as RFC 9457 describes it, with a stable <c>code</c> beside the text for people.</summary>
internal sealed class Problem(int status, string code, string detail) : IResult
{
    /// <summary>The media type of every error.</summary>
    public const string ContentType = "application/problem+json";

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<(string Name, string Value)> _members = [];
    private readonly List<(string Name, IReadOnlyList<string> Values)> _lists = [];

    public int Status => status;

    public string Code => code;

    public string Detail => detail;

    /// <summary>What is wrong, place by place, where several things are.</summary>
    public IReadOnlyList<PlacedError> Errors { get; init; } = [];

    /// <summary>When to try again, rounded up to whole seconds; null where trying again does not help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The problem of a bare status code, as routing and Kestrel give them.</summary>
    public static Problem OfStatus(int status, HttpRequest request) => status switch
    {
        StatusCodes.Status404NotFound =>
            new Problem(status, "not_found", $"There is nothing at {request.Path}; see /openapi/v1.json."),
        StatusCodes.Status405MethodNotAllowed =>
            new Problem(status, "method_not_allowed", $"{request.Path} does not take {request.Method}."),
        StatusCodes.Status413PayloadTooLarge =>
            new Problem(status, "body_too_large", "The body is larger than this route takes. Nothing of it was kept."),
        StatusCodes.Status415UnsupportedMediaType =>
            new Problem(status, "media_type", $"{request.Path} does not take content of type '{request.ContentType}'."),
        _ => new Problem(status, "status_" + status.ToString(CultureInfo.InvariantCulture), ReasonOf(status)),
    };

    /// <summary>A problem with everything that is wrong with a body.</summary>
    public static Problem OfErrors(string code, IReadOnlyList<PlacedError> errors) => new(
        StatusCodes.Status400BadRequest, code,
        errors.Count == 1
            ? $"One thing is wrong, at '{errors[0].Path}': {errors[0].Remedy}"
            : $"{errors.Count} things are wrong; the first, at '{errors[0].Path}': {errors[0].Remedy}")
    {
        Errors = errors,
    };

    /// <summary>Adds a member that a program may act on.</summary>
    public Problem With(string name, string value)
    {
        _members.Add((name, value));
        return this;
    }

    /// <summary>Adds a list that a program may act on.</summary>
    public Problem With(string name, IReadOnlyList<string> values)
    {
        _lists.Add((name, values));
        return this;
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        if (RetryAfter is { } wait)
        {
            var seconds = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (HttpMethods.IsHead(httpContext.Request.Method)) return Task.CompletedTask;
        var body = new ArrayBufferWriter<byte>(512);
        Write(body);
        response.ContentLength = body.WrittenCount;
        return response.Body.WriteAsync(body.WrittenMemory, httpContext.RequestAborted).AsTask();
    }

    private static string ReasonOf(int status) => ReasonPhrases.GetReasonPhrase(status) is { Length: > 0 } phrase
        ? phrase : "The request failed.";

    private void Write(IBufferWriter<byte> destination)
    {
        using var writer = new Utf8JsonWriter(destination, Json);
        writer.WriteStartObject();
        writer.WriteString("type", "urn:profiles:problem:" + code);
        writer.WriteString("title", ReasonOf(status));
        writer.WriteNumber("status", status);
        writer.WriteString("code", code);
        writer.WriteString("detail", detail);
        foreach (var (name, value) in _members) writer.WriteString(name, value);
        foreach (var (name, values) in _lists)
        {
            writer.WriteStartArray(name);
            foreach (var value in values) writer.WriteStringValue(value);
            writer.WriteEndArray();
        }

        if (Errors.Count > 0) PlacedError.Write(writer, "errors", Errors);
        writer.WriteEndObject();
    }
}
