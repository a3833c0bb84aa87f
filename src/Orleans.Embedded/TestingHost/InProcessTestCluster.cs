using System.Collections.ObjectModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Orleans.TestingHost;

/// <summary>A cluster for tests: one silo in this process.</summary>
public sealed class InProcessTestCluster : IAsyncDisposable
{
    private readonly Action<InProcessTestSiloSpecificOptions, IHostApplicationBuilder>[] _configure;
    private readonly List<InProcessSiloHandle> _silos = [];

    internal InProcessTestCluster(Action<InProcessTestSiloSpecificOptions, IHostApplicationBuilder>[] configure) =>
        _configure = configure;

    /// <summary>The silos that run.</summary>
    public ReadOnlyCollection<InProcessSiloHandle> Silos => _silos.AsReadOnly();

    /// <summary>The client; throws before the cluster is deployed.</summary>
    public IClusterClient Client => _silos.Count == 0
        ? throw new InvalidOperationException("The cluster is not deployed.")
        : _silos[0].ServiceProvider.GetRequiredService<IClusterClient>();

    /// <summary>Starts the silo.</summary>
    public async Task DeployAsync()
    {
        if (_silos.Count > 0)
            throw new InvalidOperationException("The cluster is deployed already.");
        await StartSiloAsync();
    }

    /// <summary>Stops a silo and starts another one with the same configuration.</summary>
    public async Task<InProcessSiloHandle?> RestartSiloAsync(InProcessSiloHandle instance)
    {
        await StopSiloAsync(instance);
        return await StartSiloAsync();
    }

    /// <summary>Stops a silo: its activations end first.</summary>
    public async Task StopSiloAsync(InProcessSiloHandle instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        if (!_silos.Remove(instance))
            return;
        await instance.SiloHost.StopAsync();
        await ((IAsyncDisposable)instance.SiloHost).DisposeAsync();
    }

    /// <summary>Stops the cluster.</summary>
    public async Task StopAllSilosAsync()
    {
        foreach (var silo in _silos.ToArray())
            await StopSiloAsync(silo);
    }

    /// <summary>Stops the cluster.</summary>
    public async ValueTask DisposeAsync() => await StopAllSilosAsync();

    private async Task<InProcessSiloHandle> StartSiloAsync()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        var options = new InProcessTestSiloSpecificOptions();
        ((IHostApplicationBuilder)builder).UseOrleans(_ => { });
        foreach (var configure in _configure)
            configure(options, builder);
        var silo = new InProcessSiloHandle(builder.Build());
        await silo.SiloHost.StartAsync();
        _silos.Add(silo);
        return silo;
    }
}
