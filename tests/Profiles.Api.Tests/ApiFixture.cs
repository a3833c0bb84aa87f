using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans;
using Profiles.Api.Tests.Fakes;
using Profiles.Contracts;
using Profiles.Contracts.Experiments;

namespace Profiles.Api.Tests;

/// <summary>The API on a real Kestrel at a free port of the loopback address, above a fake platform.</summary>
internal sealed class ApiFixture : IAsyncDisposable, ILoggerProvider, ILogger
{
    private readonly WebApplication _app;

    private ApiFixture(WebApplicationBuilder builder)
    {
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(this);
        Grains = new FakeGrains(Platform, Experiments);
        builder.Services.AddSingleton<IEventIngestion>(Platform).AddSingleton<IReadBarrier>(Platform)
            .AddSingleton<IRecentUnits>(Platform)
            .AddSingleton<IContentCatalogue>(Platform).AddSingleton<IDeadLetters>(Platform)
            .AddSingleton<ISegments>(new FakeSegments())
            .AddSingleton<IPlatformStatus>(Platform).AddSingleton<IGrainFactory>(Grains)
            .AddSingleton<IExperiments>(Experiments);
        Serving = new FakeServing(Platform);
        builder.Services.AddSingleton<IServing>(Serving).AddSingleton<IModels>(Serving);
        _app = builder.Build().MapProfilesApi();
        Client = new HttpClient();
    }

    public FakePlatform Platform { get; } = new();

    public FakeExperiments Experiments { get; } = new();

    public FakeGrains Grains { get; }

    public FakeServing Serving { get; }

    public HttpClient Client { get; }

    public Uri Address => Client.BaseAddress!;

    /// <summary>Warnings and errors that were logged.</summary>
    public ConcurrentQueue<string> Noise { get; } = new();

    public static async Task<ApiFixture> StartAsync(Action<ProfilesApiOptions>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddProfilesApi(configure);
        var fixture = new ApiFixture(builder);
        await fixture._app.StartAsync();
        var addresses = fixture._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        fixture.Client.BaseAddress = new Uri(addresses.Addresses.Single());
        return fixture;
    }

    public Task<HttpResponseMessage> PostAsync(string path, string body, string mediaType) =>
        PostAsync(path, Encoding.UTF8.GetBytes(body), mediaType);

    public Task<HttpResponseMessage> PostAsync(string path, byte[] body, string mediaType) =>
        Client.PostAsync(path, Content(body, mediaType));

    public Task<HttpResponseMessage> PutAsync(string path, string body, string mediaType) =>
        Client.PutAsync(path, Content(Encoding.UTF8.GetBytes(body), mediaType));

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        return document.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    public void Dispose()
    {
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) Noise.Enqueue($"{formatter(state, exception)} {exception}");
    }

    private static ByteArrayContent Content(byte[] body, string mediaType)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        return content;
    }
}
