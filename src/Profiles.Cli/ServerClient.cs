using System.Text.Json;

namespace Profiles.Cli;

/// <summary>Talks to a running server.</summary>
internal sealed class ServerClient : IDisposable
{
    private readonly Uri _url;
    private readonly HttpClient _http;

    public ServerClient(Uri url)
    {
        _url = url;
        _http = new HttpClient { BaseAddress = new Uri(url, "/"), Timeout = TimeSpan.FromMinutes(2) };
        if (CommonOptions.ApiKeys() is [var key, ..]) _http.DefaultRequestHeaders.Add("X-API-Key", key);
    }

    /// <summary>Sends a request.</summary>
    /// <exception cref="CliException">Nobody answers.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException fault)
        {
            throw new CliException($"{_url} does not answer: {fault.Message}");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CliException($"{_url} did not answer within {_http.Timeout.TotalSeconds} s.");
        }
    }

    /// <summary>The JSON of an answer.</summary>
    /// <exception cref="CliException">It is none.</exception>
    public static async Task<JsonDocument> JsonOfAsync(
        HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
        }
        catch (JsonException)
        {
            throw new CliException($"{response.RequestMessage?.RequestUri} did not answer JSON; is it ours?");
        }
    }

    /// <summary>What a refusal says.</summary>
    public static async Task<CliException> FailureOfAsync(
        HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var detail = await DetailOfAsync(response, cancellationToken);
        return new CliException($"The server answered {(int)response.StatusCode}: {detail ?? response.ReasonPhrase}");
    }

    public void Dispose() => _http.Dispose();

    private static async Task<string?> DetailOfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json") return null;
        using var problem = await JsonOfAsync(response, cancellationToken);
        return problem.RootElement.TryGetProperty("detail", out var detail) ? detail.GetString() : null;
    }
}
