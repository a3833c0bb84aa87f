using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Profiles.Api.Http;

/// <summary>Reads JSON bodies whose errors are named one by one.</summary>
internal static class JsonDocumentBody
{
    /// <summary>What is read from the body, or why it is no JSON.</summary>
    public static async ValueTask<(T? Read, Problem? Problem)> ReadAsync<T>(
        HttpContext context, long maxBytes, Func<JsonElement, T> read)
    {
        if (!context.Request.HasJsonContentType())
            return (default, Problem.OfStatus(StatusCodes.Status415UnsupportedMediaType, context.Request));
        using var body = await RequestBody.ReadAsync(context, maxBytes);
        try
        {
            using var document = Parse(body.Span);
            return (read(document.RootElement), null);
        }
        catch (JsonException exception)
        {
            return (default, new Problem(StatusCodes.Status400BadRequest, "json", exception.Message));
        }
    }

    private static JsonDocument Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var document = JsonDocument.ParseValue(ref reader);
        if (!reader.Read()) return document;
        document.Dispose();
        throw new JsonException("There is more after the end of the JSON.");
    }
}
