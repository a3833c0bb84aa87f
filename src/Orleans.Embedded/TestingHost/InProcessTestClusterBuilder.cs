using Microsoft.Extensions.Hosting;
using Orleans.Hosting;

namespace Orleans.TestingHost;

/// <summary>Configures a cluster for tests, which here is one silo and the client of that silo.</summary>
public sealed class InProcessTestClusterBuilder
{
    private readonly List<Action<InProcessTestSiloSpecificOptions, IHostApplicationBuilder>> _configure = [];

    /// <summary>A cluster of one silo.</summary>
    public InProcessTestClusterBuilder()
        : this(1)
    {
    }

    /// <summary>A cluster of one silo; there are no others in process.</summary>
    public InProcessTestClusterBuilder(short initialSilosCount) =>
        ArgumentOutOfRangeException.ThrowIfNotEqual(initialSilosCount, (short)1);

    /// <summary>Configures the silo.</summary>
    public InProcessTestClusterBuilder ConfigureSilo(
        Action<InProcessTestSiloSpecificOptions, ISiloBuilder> configureSiloDelegate) =>
        ConfigureSiloHost((options, host) => host.UseOrleans(silo => configureSiloDelegate(options, silo)));

    /// <summary>Configures the host of the silo.</summary>
    public InProcessTestClusterBuilder ConfigureSiloHost(
        Action<InProcessTestSiloSpecificOptions, IHostApplicationBuilder> configureSiloHostDelegate)
    {
        _configure.Add(configureSiloHostDelegate);
        return this;
    }

    /// <summary>Makes the cluster; deploy it before use.</summary>
    public InProcessTestCluster Build() => new([.. _configure]);
}
