using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StableHash = Profiles.Core.Hashing.StableHash;

namespace Profiles.Cli.Tests;

/// <summary>
/// Speaks <c>POST /v1/embeddings</c> on this machine: the vector of a text counts its words, by their hashes.
/// </summary>
internal sealed class EmbeddingServer : IAsyncDisposable
{
    private const int Dimensions = 16;

    private readonly WebApplication _app;

    private EmbeddingServer(WebApplication app) => _app = app;

    /// <summary>All texts that were asked for, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>The last request's authorization.</summary>
    public string? Authorization { get; private set; }

    /// <summary>How many requests came.</summary>
    public int Requests { get; private set; }

    /// <summary>Answers instead of the vectors, given the number of the request from 1; null for the vectors.</summary>
    public Func<int, (int Status, string Body)?>? Refusal { get; set; }

    public Uri Url => new(_app.Urls.Single());

    public static async Task<EmbeddingServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new EmbeddingServer(builder.Build());
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Assert.Equal("/v1/embeddings", context.Request.Path);
        Authorization = context.Request.Headers.Authorization;
        Requests++;
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        Assert.Equal("words", body.RootElement.GetProperty("model").GetString());
        if (Refusal?.Invoke(Requests) is var (status, text))
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(text);
            return;
        }

        string[] texts = [.. body.RootElement.GetProperty("input").EnumerateArray().Select(item => item.GetString()!)];
        foreach (var asked in texts) Asked.Enqueue(asked);

        // The places are named, and not in order: whoever reads them must look.
        var data = texts.Select((asked, index) => new { index, embedding = VectorOf(asked) }).Reverse();
        await context.Response.WriteAsync(JsonSerializer.Serialize(new { data, model = "words" }));
    }

    private static float[] VectorOf(string text)
    {
        var vector = new float[Dimensions];
        foreach (var word in text.Split([' ', '\n', ',', ':'], StringSplitOptions.RemoveEmptyEntries))
            vector[StableHash.Hash64(word) % Dimensions]++;
        return vector;
    }
}
