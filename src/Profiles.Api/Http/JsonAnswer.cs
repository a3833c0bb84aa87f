using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Profiles.Api.Http;

/// <summary>A JSON body written by hand into memory that the thread keeps; its length is known when sent.</summary>
internal sealed class JsonAnswer
{
    private const string ContentType = "application/json";
    private const int MaxKeptBytes = 256 * 1024;

    [ThreadStatic]
    private static JsonAnswer? _ofThread;

    private readonly ArrayBufferWriter<byte> _bytes = new(4096);

    private JsonAnswer() => Writer = new Utf8JsonWriter(_bytes, Options);

    /// <summary>How answers are written.</summary>
    /// <remarks>
    /// The text is never put into HTML by us; escaping only what JSON asks for halves the size of names outside ASCII.
    /// </remarks>
    public static JsonWriterOptions Options { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>Where the body is written.</summary>
    public Utf8JsonWriter Writer { get; }

    /// <summary>What was written so far.</summary>
    public ReadOnlySpan<byte> Written
    {
        get
        {
            Writer.Flush();
            return _bytes.WrittenSpan;
        }
    }

    /// <summary>An empty body. It must be sent or dropped before the caller awaits anything.</summary>
    public static JsonAnswer Begin()
    {
        var answer = _ofThread;
        if (answer is null || answer._bytes.Capacity > MaxKeptBytes) answer = _ofThread = new JsonAnswer();
        answer._bytes.ResetWrittenCount();
        answer.Writer.Reset();
        return answer;
    }

    /// <summary>Copies the body into the response and sends it.</summary>
    public Task SendAsync(HttpContext context, int status)
    {
        var body = Written;
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = ContentType;
        response.ContentLength = body.Length;
        if (HttpMethods.IsHead(context.Request.Method)) return Task.CompletedTask;

        response.BodyWriter.Write(body);
        var flushed = response.BodyWriter.FlushAsync(context.RequestAborted);
        return flushed.IsCompletedSuccessfully ? Task.CompletedTask : flushed.AsTask();
    }
}
