using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Profiles.Api;
using Profiles.Cli.Hosting;
using Profiles.Contracts.Experiments;
using Profiles.Core.Experiments.Definitions;

namespace Profiles.Cli.Tests;

/// <summary>What <c>profiles serve</c> hosts, whose experiments a test changes without a route.</summary>
internal sealed class PlatformServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PlatformServer(WebApplication app) => _app = app;

    public HttpClient Client { get; } = new();

    public string Url => Client.BaseAddress!.OriginalString.TrimEnd('/');

    public IExperiments Experiments => _app.Services.GetRequiredService<IExperiments>();

    public static async Task<PlatformServer> StartAsync(string dataPath, Action<ProfilesApiOptions>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddProfilesApi(configure);
        PlatformHosting.Use(builder, dataPath);
        var server = new PlatformServer(builder.Build().MapProfilesApi());
        await PlatformHosting.StartAsync(server._app, dataPath, TestContext.Current.CancellationToken);
        var addresses = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        server.Client.BaseAddress = new Uri(addresses.Addresses.Single());
        return server;
    }

    public async Task ChangeAsync(Func<ExperimentSet, ExperimentSet> change) =>
        await Experiments.ChangeAsync("test", "edit", change, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
