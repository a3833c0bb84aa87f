using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Profiles.Cli.Embeddings;

/// <summary>
/// Asks any endpoint that speaks OpenAI's <c>POST /v1/embeddings</c>. A batch is one request; what may pass by itself
/// (no answer, a time-out, 408, 429, a fault of the server) is tried again, all else is an error at once.
/// </summary>
internal sealed class HttpEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private const int MaxAnswerBytes = 64 << 20;
    private const int MaxShownChars = 200;

    private readonly HttpClient _http;
    private readonly Uri _url;
    private readonly string _model;
    private readonly EmbeddingRetries _retries;
    private readonly TimeProvider _time;

    /// <summary>Prepares requests.</summary>
    /// <param name="choice">The endpoint and the model.</param>
    /// <param name="key">What stands in <c>Authorization: Bearer</c>; null for nothing.</param>
    /// <param name="retries">How long and how often to try.</param>
    /// <param name="time">The clock that waits between tries.</param>
    /// <exception cref="CliException">The key would be sent in the clear to another machine.</exception>
    public HttpEmbeddingGenerator(EmbeddingsChoice choice, string? key, EmbeddingRetries retries, TimeProvider time)
    {
        (_url, _model, _retries, _time) = (choice.Url, choice.Model, retries, time);
        if (key is not null && _url.Scheme != Uri.UriSchemeHttps && !_url.IsLoopback)
            throw new CliException(
                $"{EmbeddingsChoice.KeyVariable} would be sent to {_url} in the clear: use https.",
                CommandLine.WrongUsage);

        // A redirection would take texts and key to somewhere that was not named.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            Timeout = retries.Timeout,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
        if (key is not null) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <exception cref="CliException">The provider refuses, does not answer, or answers something else.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        string[] texts = [.. values];
        for (var attempt = 0; ; attempt++)
        {
            var (vectors, failure) = await TryAsync(texts, cancellationToken);
            if (vectors is not null) return vectors;
            if (!failure.MayPass || attempt == _retries.Delays.Count)
                throw new CliException($"The embeddings at {_url} failed: {failure.Reason}");
            var delay = failure.RetryAfter ?? _retries.Delays[attempt];
            await Task.Delay(delay < _retries.MaxDelay ? delay : _retries.MaxDelay, _time, cancellationToken);
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        if (serviceKey is not null) return null;
        if (serviceType == typeof(EmbeddingGeneratorMetadata))
            return new EmbeddingGeneratorMetadata("openai-compatible", _url, _model);
        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose() => _http.Dispose();

    private async Task<(GeneratedEmbeddings<Embedding<float>>? Vectors, Failure Failure)> TryAsync(
        string[] texts, CancellationToken cancellationToken)
    {
        try
        {
            using var body = JsonContent.Create(
                new EmbeddingsQuestion(_model, texts, "float"), EmbeddingsJson.Default.EmbeddingsQuestion);
            using var response = await _http.PostAsync(_url, body, cancellationToken);
            var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return response.StatusCode == HttpStatusCode.OK
                ? Read(bytes, texts.Length)
                : (null, new Failure(
                    $"it answered {(int)response.StatusCode}{Detail(bytes)}", MayPass(response.StatusCode),
                    response.Headers.RetryAfter?.Delta));
        }
        catch (HttpRequestException fault)
        {
            return (null, new Failure(fault.Message, true));
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, new Failure($"it did not answer within {_retries.Timeout.TotalSeconds} s", true));
        }
    }

    private static bool MayPass(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500;

    private static (GeneratedEmbeddings<Embedding<float>>? Vectors, Failure Failure) Read(byte[] bytes, int count)
    {
        EmbeddingsAnswer? answer;
        try
        {
            answer = JsonSerializer.Deserialize(bytes, EmbeddingsJson.Default.EmbeddingsAnswer);
        }
        catch (JsonException)
        {
            return (null, new Failure("its answer is no list of vectors", false));
        }

        if (answer?.Data?.Length != count)
            return (null, new Failure($"it gave {answer?.Data?.Length ?? 0} vectors for {count} texts", false));
        var vectors = new float[count][];
        for (var i = 0; i < count; i++)
        {
            var index = answer.Data[i]?.Index ?? i;
            if ((uint)index >= (uint)count || vectors[index] is not null || answer.Data[i]?.Embedding is not { } vector)
                return (null, new Failure("its vectors do not have the texts' places", false));
            vectors[index] = vector;
        }

        return (new GeneratedEmbeddings<Embedding<float>>(vectors.Select(vector => new Embedding<float>(vector))),
            default);
    }

    // What a provider says of its refusal is shown, but never much of it.
    private static string Detail(byte[] bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            if (json.RootElement.TryGetProperty("error", out var error))
            {
                var text = error.ValueKind == JsonValueKind.Object && error.TryGetProperty("message", out var message)
                    ? message.ToString()
                    : error.ToString();
                return ": " + (text.Length > MaxShownChars ? text[..MaxShownChars] : text);
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // It said nothing that can be shown.
        }

        return "";
    }

    private readonly record struct Failure(string Reason, bool MayPass, TimeSpan? RetryAfter = null);
}
