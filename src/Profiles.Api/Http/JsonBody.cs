using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Profiles.Api.Http;

/// <summary>Reads the small JSON bodies of commands.</summary>
internal static class JsonBody
{
    /// <summary>The largest body of a command, in bytes, unless it says otherwise.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>The body, or why there is none. An empty body is the default where there is one.</summary>
    public static async ValueTask<(T? Body, Problem? Problem)> ReadAsync<T>(
        HttpContext context, JsonTypeInfo<T> type, T? whenEmpty = null, int maxBytes = MaxBytes)
        where T : class
    {
        var request = context.Request;
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.Buffer.Length > maxBytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                return (null, new Problem(
                    StatusCodes.Status413PayloadTooLarge, "body_too_large",
                    $"The body has more than {maxBytes} bytes."));
            }

            if (!read.IsCompleted)
            {
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            var result = read.Buffer.IsEmpty && whenEmpty is not null ? (whenEmpty, null)
                : request.HasJsonContentType() ? Parse(read.Buffer, type)
                : (null, Problem.OfStatus(StatusCodes.Status415UnsupportedMediaType, request));
            reader.AdvanceTo(read.Buffer.End);
            return result;
        }
    }

    private static (T? Body, Problem? Problem) Parse<T>(
        ReadOnlySequence<byte> bytes, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            var json = new Utf8JsonReader(bytes);
            var body = JsonSerializer.Deserialize(ref json, type);
            if (body is not null) return (body, null);
            return (null, new Problem(StatusCodes.Status400BadRequest, "json", "The body is null."));
        }
        catch (JsonException exception)
        {
            return (null, new Problem(StatusCodes.Status400BadRequest, "json", exception.Message));
        }
    }
}
