using System.Net;
using System.Net.Http.Headers;
using Profiles.Core.Events;

namespace Profiles.Cli.Importing;

/// <summary>A running server.</summary>
internal sealed class HttpTarget : IImportTarget
{
    private const int MaxTries = 120;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly ServerClient _server;

    public HttpTarget(Uri url) => _server = new ServerClient(url);

    public async Task<BatchOutcome> SendAsync(
        ImportKind kind, ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(
                kind == ImportKind.Events ? HttpMethod.Post : HttpMethod.Put,
                kind == ImportKind.Events ? "v1/events" : "v1/content");
            request.Content = new ReadOnlyMemoryContent(lines);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
            using var response = await _server.SendAsync(request, cancellationToken);
            if (response.IsSuccessStatusCode) return await ReadAsync(response, cancellationToken);
            if (response.StatusCode != HttpStatusCode.ServiceUnavailable || attempt == MaxTries)
                throw await ServerClient.FailureOfAsync(response, cancellationToken);

            var wait = response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1);
            await Task.Delay(wait < LongestWait ? wait : LongestWait, cancellationToken);
        }
    }

    public Task FinishAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<BatchOutcome> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var answer = await ServerClient.JsonOfAsync(response, cancellationToken);
        var root = answer.RootElement;
        var rejected = root.GetProperty("rejected").EnumerateArray()
            .Select(item => new EventRejection(
                item.GetProperty("index").GetInt32(), item.GetProperty("code").GetString()!,
                item.GetProperty("reason").GetString()!))
            .ToList();
        return new BatchOutcome(
            root.GetProperty("accepted").GetInt32(), root.GetProperty("duplicates").GetInt32(), rejected);
    }
}
