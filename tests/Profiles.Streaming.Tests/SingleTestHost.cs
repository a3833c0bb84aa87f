using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Tests;

/// <summary>One host on a data folder.</summary>
internal sealed class SingleTestHost : ITestHosts
{
    private readonly IHost _host;

    private SingleTestHost(IHost host) => _host = host;

    public IServiceProvider Next => _host.Services;

    public IServiceProvider First => _host.Services;

    public static async Task<ITestHosts> StartAsync(
        ProfilesHostOptions options, Action<IServiceCollection>? configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddEmbeddedProfiles(options);
        configure?.Invoke(builder.Services);
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new SingleTestHost(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(TestContext.Current.CancellationToken);
        if (_host is IAsyncDisposable disposable) await disposable.DisposeAsync();
    }
}
