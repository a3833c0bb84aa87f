using System.Net;

namespace Profiles.Api.Tests;

/// <summary>Reads server-sent events.</summary>
internal sealed class EventStream(HttpResponseMessage response, StreamReader lines) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<EventStream> OpenAsync(HttpClient client, string path, string? lastId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastId is not null) request.Headers.Add("Last-Event-ID", lastId);
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        return new EventStream(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
    }

    /// <summary>The next event that has data.</summary>
    public async Task<(string? Name, string Data)> ReadAsync()
    {
        string? name = null;
        while (true)
        {
            var line = await ReadLineAsync();
            if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line[7..];
            if (line.StartsWith("data: ", StringComparison.Ordinal)) return (name, line[6..]);
        }
    }

    /// <summary>Reads up to a heartbeat; an event before it is a failure.</summary>
    public async Task ReadHeartbeatAsync()
    {
        while (true)
        {
            var line = await ReadLineAsync();
            Assert.DoesNotContain("data:", line, StringComparison.Ordinal);
            if (line.StartsWith(':')) return;
        }
    }

    public ValueTask DisposeAsync()
    {
        lines.Dispose();
        response.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string> ReadLineAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var line = await lines.ReadLineAsync(patience.Token);
        Assert.NotNull(line);
        return line;
    }
}
